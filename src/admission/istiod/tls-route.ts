import type { Field, ReportProblem } from '../field.js';
import { validateRouteDestinations } from './destination.js';
import { validateSniHost } from './sni-host.js';
import { validateConnectionMatch } from './tcp-route.js';
import type { RouteSurroundings } from './surroundings.js';

const topic = 'tls-route';

/** Source: istio.io/istio pkg/config/validation/validation.go validateTLSRoute. */
export function validateTlsRoute(
  tls: Field,
  surroundings: RouteSurroundings,
  report: ReportProblem,
): void {
  const matches = tls.get('match');
  if (matches.items.length === 0) {
    report({ at: matches, topic, message: 'a tls route needs a match with sniHosts' });
  }
  for (const match of matches.items) {
    const sniHosts = match.get('sniHosts');
    if (sniHosts.items.length === 0) {
      report({ at: sniHosts, topic, message: 'a match of a tls route needs sniHosts' });
    }
    for (const host of sniHosts.items) validateSniHost(host, surroundings, report);
    validateConnectionMatch(match, topic, report);
  }
  const route = tls.get('route');
  if (route.items.length === 0) {
    report({ at: route, topic, message: 'a tls route needs a destination in route' });
  }
  validateRouteDestinations(route, surroundings.isGenerated, report);
}
