import { parseDuration, second } from '../../mesh/duration.js';
import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';
import { isHeaderName } from './headers.js';
import { validateRegularExpression } from './string-match.js';

const topic = 'cors';
const methods = 'GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE *'.split(' ');

/** Source: istio.io/istio pkg/config/validation/validation.go validateCORSPolicy. */
export function validateCors(policy: Field, report: ReportProblem): void {
  for (const origin of policy.get('allowOrigins').items) validateOrigin(origin, report);
  for (const at of policy.get('allowMethods').items) {
    if (methods.includes(at.text)) continue;
    const upper = at.text.toUpperCase();
    const hint = methods.includes(upper) ? `; did you mean ${upper}?` : '';
    report({ at, topic, message: `"${at.text}" is no HTTP method${hint}` });
  }
  for (const key of ['allowHeaders', 'exposeHeaders']) {
    for (const at of policy.get(key).items) {
      if (isHeaderName(at.text)) continue;
      report({ at, topic, message: `"${at.text}" is no header's name` });
    }
  }
  validateMaxAge(policy.get('maxAge'), report);
}

function validateOrigin(origin: Field, report: ReportProblem): void {
  const regex = origin.get('regex');
  if ([origin.get('exact'), origin.get('prefix'), regex].every(({ text }) => text === '')) {
    const message = 'an origin needs exact, prefix or regex, and not an empty one';
    report({ at: origin, topic, message });
    return;
  }
  validateRegularExpression(regex, report);
}

function validateMaxAge(at: Field, report: ReportProblem): void {
  validateDuration(at, topic, report);
  const duration = parseDuration(at.text) ?? 0n;
  if (duration <= 0n || duration % second === 0n) return;
  report({ at, topic, message: `maxAge must be whole seconds, but is "${at.text}"` });
}
