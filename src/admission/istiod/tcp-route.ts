import { errorsOnly, type Field, type ReportProblem } from '../field.js';
import { validateRouteDestinations } from './destination.js';
import { validateGatewayNames } from './gateway-name.js';
import { isSubnet } from './ip-address.js';
import { validateLabels } from './labels.js';
import { validateOptionalPort } from './port.js';
import type { RouteSurroundings } from './surroundings.js';

/** Source: istio.io/istio pkg/config/validation/validation.go validateTCPRoute. */
export function validateTcpRoute(
  tcp: Field,
  { isGenerated }: RouteSurroundings,
  report: ReportProblem,
): void {
  for (const match of tcp.get('match').items) {
    // Unlike in a tls route, istiod drops its warnings here.
    validateConnectionMatch(match, 'tcp-route', errorsOnly(report));
  }
  const route = tcp.get('route');
  if (route.items.length === 0) {
    report({ at: route, topic: 'tcp-route', message: 'a tcp route needs a destination in route' });
  }
  validateRouteDestinations(route, isGenerated, report);
}

/** What matches of tls and tcp routes share. Source: validateTCPMatch and validateTLSMatch. */
export function validateConnectionMatch(
  match: Field,
  topic: 'tcp-route' | 'tls-route',
  report: ReportProblem,
): void {
  for (const at of match.get('destinationSubnets').items) {
    if (isSubnet(at.text)) continue;
    const message = `"${at.text}" is no address or subnet such as 10.0.0.0/8`;
    report({ at, topic, message });
  }
  validateOptionalPort(match.get('port'), report);
  validateLabels(match.get('sourceLabels'), report);
  validateGatewayNames(match.get('gateways'), false, report);
}
