import type { Field, ReportProblem } from '../field.js';
import { indexOfHosts } from '../../mesh/host-index.js';
import { kept } from '../../foundation/kept.js';
import { wildcardDomainProblem } from './host-name.js';
import { isAddress } from './ip-address.js';
import { gatewayDomainProblem } from './sni-host.js';

const topic = 'host-name';

/** Source: istio.io/istio pkg/config/validation/validation.go ValidateVirtualService. */
export function validateVirtualServiceHosts(
  spec: Field,
  isForGateways: boolean,
  report: ReportProblem,
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

function refuseOverlaps(hosts: Field[], report: ReportProblem): void {
  const index = indexOfHosts(hosts.map(({ text }) => text));
  const firstOf = new Map<string, string>();
  for (const at of hosts) {
    const isThere = firstOf.has(at.text);
    const other = kept(firstOf, at.text, () => index.patternsOverlapping(at.text)[0] ?? at.text);
    if (other === at.text && !isThere) continue;
    const message =
      other === at.text
        ? `host ${at.text} is there twice`
        : `hosts ${other} and ${at.text} overlap; keep the wildcard only`;
    report({ at, topic, message });
  }
}
