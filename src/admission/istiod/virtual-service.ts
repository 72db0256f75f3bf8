import { indexOfHosts, type HostIndex } from '../../mesh/host-index.js';
import type { Field, ReportProblem } from '../field.js';
import { validateExportTo } from './export-to.js';
import { validateGatewayNames } from './gateway-name.js';
import { validateHttpRoute } from './http-route.js';
import { isRoutingClaim } from './routing-claim.js';
import type { RouteSurroundings } from './surroundings.js';
import { validateTcpRoute } from './tcp-route.js';
import { validateTlsRoute } from './tls-route.js';
import { warnOfUnreachableRoutes } from './unreachable-route.js';
import { validateVirtualServiceHosts } from './virtual-service-hosts.js';

const topic = 'virtual-service';

/** Source: istio.io/istio pkg/config/validation/validation.go ValidateVirtualService. */
export function validateVirtualService(
  spec: Field,
  metadata: Field,
  namespace: string,
  report: ReportProblem,
): void {
  const gateways = spec.get('gateways');
  const hosts = spec.get('hosts').items;
  const annotation = metadata.get('annotations').get('internal.istio.io/route-semantics');
  let known: HostIndex<true> | undefined;
  const index = () => (known ??= indexOfHosts(hosts.map(({ text }) => text)));
  const surroundings: RouteSurroundings = {
    covers: (name) => index().patternsCovering(name).length > 0,
    isForGateways: gateways.items.every(({ text }) => text !== 'mesh'),
    isDelegate: hosts.length === 0,
    isGenerated: annotation.text === 'gateway',
  };
  if (surroundings.isDelegate) refuseInDelegate(spec, report);
  validateGatewayNames(gateways, surroundings.isGenerated, report);
  const isForGateways = gateways.items.length > 0 && surroundings.isForGateways;
  if (!isForGateways) refuseClaimsInMesh(spec.get('http'), report);
  validateVirtualServiceHosts(spec, isForGateways, report);
  validateRoutes(spec, surroundings, report);
  validateExportTo(spec.get('exportTo'), namespace, false, report);
  warnOfUnreachableRoutes(spec, report);
}

function refuseInDelegate(spec: Field, report: ReportProblem): void {
  for (const at of ['gateways', 'tls', 'tcp'].map((key) => spec.get(key))) {
    if (at.items.length === 0) continue;
    const message = `a VirtualService without hosts is one to delegate to; it may not have ${at.path.at(-1)}`;
    report({ at, topic, part: 'key', message });
  }
}

function validateRoutes(spec: Field, surroundings: RouteSurroundings, report: ReportProblem): void {
  const http = spec.get('http').items;
  const tls = spec.get('tls').items;
  const tcp = spec.get('tcp').items;
  if (http.length + tls.length + tcp.length === 0) {
    const message = 'a VirtualService needs http, tls or tcp routes';
    report({ at: spec, topic, part: 'key', message });
  }
  for (const route of http) validateHttpRoute(route, surroundings, report);
  for (const route of tls) validateTlsRoute(route, surroundings, report);
  for (const route of tcp) validateTcpRoute(route, surroundings, report);
}

/** Claims of a token are known in a gateway only. */
function refuseClaimsInMesh(http: Field, report: ReportProblem): void {
  for (const match of http.items.flatMap((route) => route.get('match').items)) {
    for (const key of ['headers', 'withoutHeaders']) {
      for (const [name, at] of match.get(key).entries) {
        if (!isRoutingClaim(name)) continue;
        const message = `${name} can be matched in a gateway only; name gateways, and not mesh`;
        report({ at, topic: 'http-match', part: 'key', message });
      }
    }
  }
}
