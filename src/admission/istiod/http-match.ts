import { errorsOnly, type Field, type ReportProblem } from '../field.js';
import { validateGatewayNames } from './gateway-name.js';
import { isHeaderName } from './headers.js';
import { isDnsLabel } from './host-name.js';
import { validateLabels } from './labels.js';
import { validateOptionalPort } from './port.js';
import { isRoutingClaim } from './routing-claim.js';
import { validateRegularExpression, validateStringMatch } from './string-match.js';

const topic = 'http-match';

/** Source: istio.io/istio pkg/config/validation/virtualservice.go validateHTTPRouteMatchRequest. */
export function validateHttpMatch(match: Field, report: ReportProblem): void {
  for (const [name, at] of match.get('headers').entries) {
    validateHeaderName(name, at, report);
    validateStringMatch(at, report);
  }
  for (const [name, at] of match.get('withoutHeaders').entries) {
    validateHeaderName(name, at, report);
    // Here `*` is no regular expression: it stands for any value.
    if (at.get('regex').text !== '*') validateStringMatch(at, report);
  }
  // Unlike the others, a path may have an empty prefix.
  validateRegularExpression(match.get('uri').get('regex'), report);
  for (const key of ['scheme', 'method', 'authority']) validateStringMatch(match.get(key), report);
  for (const [, at] of match.get('queryParams').entries) validateStringMatch(at, report);
  validateOptionalPort(match.get('port'), report);
  validateLabels(match.get('sourceLabels'), report);
  // Here istiod drops its warnings.
  validateGatewayNames(match.get('gateways'), false, errorsOnly(report));
  const namespace = match.get('sourceNamespace');
  if (namespace.text === '' || isDnsLabel(namespace.text)) return;
  report({ at: namespace, topic, message: `"${namespace.text}" is no namespace` });
}

const pseudoHeaders = [':method', ':scheme', ':authority', ':path', ':status'];

/** Source: validation.go ValidateHTTPHeaderNameOrJwtClaimRoute. */
function validateHeaderName(name: string, at: Field, report: ReportProblem): void {
  if (isRoutingClaim(name) || pseudoHeaders.includes(name) || isHeaderName(name)) return;
  report({ at, topic, part: 'key', message: `"${name}" is no header's name` });
}
