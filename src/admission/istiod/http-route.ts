import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';
import { validateCors } from './cors.js';
import { validateRouteDestinations } from './destination.js';
import { validateDirectResponse } from './direct-response.js';
import { validateFault } from './fault.js';
import { validateHeaders, validateSingleAuthority } from './headers.js';
import { validateHttpMatch } from './http-match.js';
import { validateMirrors } from './mirror.js';
import { validateRedirect } from './redirect.js';
import { validateRetries } from './retries.js';
import { validateRewrite } from './rewrite.js';
import type { RouteSurroundings } from './surroundings.js';

const topic = 'http-route';

/** Source: istio.io/istio pkg/config/validation/virtualservice.go validateHTTPRoute. */
export function validateHttpRoute(
  http: Field,
  { isDelegate, isGenerated }: RouteSurroundings,
  report: ReportProblem,
): void {
  validateActions(http, isDelegate, report);
  for (const match of http.get('match').items) validateHttpMatch(match, report);
  validateHeaders(http.get('headers'), report);
  validateCors(http.get('corsPolicy'), report);
  validateFault(http.get('fault'), report);
  validateMirrors(http, report);
  validateRedirect(http.get('redirect'), http.get('match'), report);
  validateDirectResponse(http.get('directResponse'), report);
  validateRetries(http.get('retries'), report);
  validateRewrite(http.get('rewrite'), report);
  validateSingleAuthority(http.get('rewrite'), http.get('headers'), report);
  const routes = http.get('route');
  for (const route of routes.items) validateHeaders(route.get('headers'), report);
  validateRouteDestinations(routes, isGenerated, report);
  validateDuration(http.get('timeout'), topic, report);
}

/** What a route does, and what excludes it. Source: validateHTTPRouteConflict. */
function validateActions(http: Field, isDelegate: boolean, report: ReportProblem): void {
  const delegate = http.get('delegate');
  const refuse = (key: string, reason: string) =>
    report({ at: http.get(key), topic, part: 'key', message: `${reason}; remove ${key}` });
  if (delegate.isSet && !isDelegate) {
    const others = ['redirect', 'route'].filter((key) => isUsed(http.get(key)));
    for (const key of others) refuse(key, 'a route that delegates does nothing else');
    return;
  }
  if (delegate.isSet) refuse('delegate', 'a VirtualService without hosts may not delegate further');
  validateSingleAction(http, refuse, report);
  if (http.get('mirror').isSet && isUsed(http.get('mirrors'))) {
    refuse('mirror', 'mirror and mirrors exclude each other');
  }
}

function validateSingleAction(
  http: Field,
  refuse: (key: string, reason: string) => void,
  report: ReportProblem,
): void {
  const action = ['redirect', 'directResponse'].find((key) => http.get(key).isSet);
  if (action === undefined) {
    if (isUsed(http.get('route'))) return;
    report({ at: http, topic, message: 'a route needs route, redirect or directResponse' });
    return;
  }
  for (const key of ['route', 'fault', 'rewrite', 'directResponse']) {
    if (key !== action && isUsed(http.get(key))) refuse(key, `${action} excludes ${key}`);
  }
}

/** An empty list is none. */
function isUsed(field: Field): boolean {
  return Array.isArray(field.value) ? field.items.length > 0 : field.isSet;
}
