import type { Field, ReportProblem } from '../field.js';
import { isDnsLabel, wildcardDomainProblem } from './host-name.js';
import { isAddress } from './ip-address.js';

/**
 * A host of a server, with or without `namespace/` before it.
 * Source: istio.io/istio pkg/config/validation/agent/validation.go ValidateNamespaceSlashWildcardHostname.
 */
export function validateGatewayHost(at: Field, isGenerated: boolean, report: ReportProblem): void {
  const { text } = at;
  const slash = text.indexOf('/');
  const refuse = (message: string) => report({ at, topic: 'host-name', message });
  const namespace = slash < 0 ? undefined : text.slice(0, slash);
  if (namespace !== undefined && !isNamespace(namespace, isGenerated)) {
    refuse(`"${text}": what is before / must be a namespace, "." or "*"`);
  }
  const host = text.slice(slash + 1);
  if (host !== '*' && !host.includes('.')) {
    refuse(`"${text}" must be a full host name such as ${host || 'www'}.example.com`);
    return;
  }
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined && !isAddress(host)) refuse(problem);
  else if (host.includes('*') && host !== '*' && !host.startsWith('*.')) {
    refuse(`"${text}": * must stand for the whole first part, as in *.example.com`);
  }
}

function isNamespace(text: string, isGenerated: boolean): boolean {
  return text === '*' || text === '.' || (text === '~' && isGenerated) || isDnsLabel(text);
}
