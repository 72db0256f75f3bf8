import type { Field, ReportProblem } from '../field.js';
import { validateSubsetName } from './destination-rule.js';
import { validateWildcardDomain } from './host-name.js';
import { validatePortNumber } from './port.js';

/** Source: istio.io/istio pkg/config/validation/validation.go validateDestination. */
export function validateDestination(destination: Field, report: ReportProblem): void {
  if (!destination.isSet) return;
  const host = destination.get('host');
  if (host.text === '*') {
    report({ at: host, topic: 'destination', message: 'a destination is one host, not "*"' });
  } else validateWildcardDomain(host, report);
  const subset = destination.get('subset');
  if (subset.text !== '') validateSubsetName(subset, report);
  const port = destination.get('port');
  if (port.isSet) validatePortNumber(port.get('number'), report);
}

/** Source: validateHTTPRouteDestinations and validateRouteDestinations, in what they share. */
export function validateRouteDestinations(
  routes: Field,
  isGenerated: boolean,
  report: ReportProblem,
): void {
  let sum = 0;
  for (const route of routes.items) {
    const destination = route.get('destination');
    if (!isGenerated) validateDestination(destination, report);
    if (!destination.isSet) {
      report({ at: destination, topic: 'destination', message: 'destination is required' });
    }
    const weight = route.get('weight');
    if (weight.number < 0) {
      const message = `weight must not be negative, but is ${weight.number}`;
      report({ at: weight, topic: 'route-weights', message });
    }
    // 32 bits, as istiod counts.
    sum = (sum + weight.number) | 0;
  }
  if (routes.items.length < 2 || sum !== 0) return;
  const message = 'the weights of these destinations sum to 0; give them weights';
  report({ at: routes, topic: 'route-weights', part: 'key', message });
}
