import type { Field, Report } from '../field.js';
import { wildcardDomainProblem } from './host-name.js';
import { isAddress } from './ip-address.js';
import { gatewayDomainProblem } from './sni-host.js';

const topic = 'host-name';

/** Source: istio.io/istio pkg/config/validation/validation.go ValidateVirtualService. */
export function validateVirtualServiceHosts(
  spec: Field,
  isForGateways: boolean,
  report: Report,
): void {
  const hosts = spec.get('hosts').items;
  const hasSniHosts = spec
    .get('tls')
    .items.flatMap((route) => route.get('match').items)
    .some((match) => match.get('sniHosts').items.length > 0);
  let areValid = true;
  for (const at of hosts) {
    const problem = isForGateways
      ? gatewayDomainProblem(at.text, hasSniHosts)
      : wildcardDomainProblem(at.text);
    const message = problem ?? (at.text === '*' && !isForGateways ? wildcardInMesh : undefined);
    if (message === undefined || isAddress(at.text)) continue;
    areValid = false;
    report({ at, topic, message });
  }
  if (areValid) refuseOverlaps(hosts, report);
}

const wildcardInMesh = 'host "*" is for gateways only; name gateways, and not mesh';

function refuseOverlaps(hosts: Field[], report: Report): void {
  hosts.forEach((at, index) => {
    const other = hosts.slice(0, index).find((earlier) => overlap(earlier.text, at.text));
    if (!other) return;
    const message =
      other.text === at.text
        ? `host ${at.text} is there twice`
        : `hosts ${other.text} and ${at.text} overlap; keep the wildcard only`;
    report({ at, topic, message });
  });
}

/** Whether one of the two host names covers the other. Source: istio.io/istio pkg/config/host/name.go Matches. */
function overlap(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a) || a === b;
}

/** Whether the second host name covers the first. Source: istio.io/istio pkg/config/host/name.go SubsetOf. */
export function isSubsetOf(name: string, other: string): boolean {
  if (!other.startsWith('*')) return name === other;
  const suffix = other.slice(1);
  if (!name.startsWith('*')) return name.endsWith(suffix);
  return name.length >= other.length && name.slice(1).endsWith(suffix);
}
