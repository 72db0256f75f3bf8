import type { Field, ReportProblem } from '../field.js';
import { isDnsLabel } from './host-name.js';

const topic = 'export-to';

/** Source: istio.io/istio pkg/config/validation/validation.go validateExportTo. */
export function validateExportTo(
  exportTo: Field,
  namespace: string,
  hasSelector: boolean,
  report: ReportProblem,
): void {
  const entries = exportTo.items;
  const seen = new Set<string>();
  for (const at of entries) {
    const key = at.text === '.' ? namespace : at.text;
    if (seen.has(key)) {
      const twice = key === at.text ? at.text : `. (this namespace, ${namespace})`;
      report({ at, topic, message: `exportTo has ${twice} twice` });
    } else if (key === '*' || isDnsLabel(key)) seen.add(key);
    else {
      const message = `"${at.text}" in exportTo must be ".", "*" or a namespace`;
      report({ at, topic, message });
    }
  }
  if (seen.has('*') && entries.length > 1) {
    const message = 'exportTo has "*" and more; "*" covers every namespace, so keep it alone';
    report({ at: exportTo, topic, part: 'key', message });
  }
  if (!hasSelector || seen.size === 0 || (seen.has(namespace) && seen.size === 1)) return;
  const message = `with workloadSelector, exportTo may hold "." only: the rule applies in ${namespace}`;
  report({ at: exportTo, topic, part: 'key', message });
}
