import type { Field, ReportProblem } from '../field.js';
import { domainProblem, isDnsLabel } from './host-name.js';

const topic = 'gateway-name';

/**
 * Source: istio.io/istio pkg/config/validation/validation.go validateGatewayNames.
 * The first name without a namespace ends its check; what follows is not looked at.
 */
export function validateGatewayNames(
  gateways: Field,
  isGenerated: boolean,
  report: ReportProblem,
): void {
  for (const at of gateways.items) {
    const slash = at.text.indexOf('/');
    if (slash < 0) {
      validatePlainName(at, report);
      return;
    }
    const namespace = at.text.slice(0, slash);
    const name = at.text.slice(slash + 1);
    const isNamed = isDnsLabel(name) || (isGenerated && name !== '');
    if (isDnsLabel(namespace) && isNamed) continue;
    const message = `"${at.text}" must be namespace/name of a Gateway`;
    report({ at, topic, message });
  }
}

function validatePlainName(at: Field, report: ReportProblem): void {
  const problem = domainProblem(at.text);
  if (problem !== undefined) report({ at, topic, message: `no Gateway's name: ${problem}` });
  if (!at.text.includes('.')) return;
  const [name, namespace] = at.text.split('.');
  const message = `"${at.text}" is an old way to name a Gateway; write ${namespace}/${name}`;
  report({ at, topic: 'deprecated-field', severity: 'warning', message });
}
