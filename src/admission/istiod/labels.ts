import type { Field, ReportProblem } from '../field.js';

const label = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const qualifiedName = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const key = new RegExp(`^(${label}(?:\\.${label})*/)?(${qualifiedName})$`);
const value = new RegExp(`^(?:${qualifiedName})?$`);
const longestPrefix = 253;
const longestName = 63;

/** Labels that select pods. Source: istio.io/istio pkg/config/labels/instance.go Validate. */
export function validateLabels(labels: Field, report: ReportProblem): void {
  for (const [name, at] of labels.entries) {
    const [, prefix = '', rest = ''] = key.exec(name) ?? [];
    if (rest === '' || prefix.length - 1 > longestPrefix || rest.length > longestName) {
      report({ at, topic: 'labels', part: 'key', message: `"${name}" is no label's name` });
    }
    if (value.test(at.text)) continue;
    report({ at, topic: 'labels', message: `"${at.text}" is no label's value` });
  }
}
