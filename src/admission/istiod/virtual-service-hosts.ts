import type { Field, Report } from '../field.js';
import { HostIndex } from '../../mesh/host-index.js';
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
  const positions = new Map<string, number>();
  const index = new HostIndex<true>();
  hosts.forEach(({ text }, position) => {
    if (positions.has(text)) return;
    positions.set(text, position);
    index.add(text, true);
  });
  const firstOf = new Map<string, number>();
  for (const host of positions.keys()) {
    let first = Infinity;
    for (const other of index.patternsOverlapping(host)) {
      first = Math.min(first, positions.get(other) ?? Infinity);
    }
    firstOf.set(host, first);
  }
  hosts.forEach((at, position) => {
    const first = firstOf.get(at.text) ?? position;
    const other = first < position ? hosts[first] : undefined;
    if (!other) return;
    const message =
      other.text === at.text
        ? `host ${at.text} is there twice`
        : `hosts ${other.text} and ${at.text} overlap; keep the wildcard only`;
    report({ at, topic, message });
  });
}
