import type { Field, ReportProblem } from '../field.js';
import { validateDestination } from './destination.js';

const topic = 'mirror';

/** Source: istio.io/istio pkg/config/validation/virtualservice.go validateHTTPRoute, validation.go validateHTTPMirrors. */
export function validateMirrors(http: Field, report: ReportProblem): void {
  validateOldPercent(http, report);
  validatePercentage(http.get('mirrorPercentage').get('value'), report);
  validateDestination(http.get('mirror'), report);
  for (const mirror of http.get('mirrors').items) {
    const destination = mirror.get('destination');
    if (!destination.isSet) {
      report({ at: destination, topic, message: 'a mirror needs a destination' });
      continue;
    }
    validateDestination(destination, report);
    validatePercentage(mirror.get('percentage').get('value'), report);
  }
}

/** Both spellings are read; the newer one wins. */
function validateOldPercent(http: Field, report: ReportProblem): void {
  const at = [http.get('mirrorPercent'), http.get('mirror_percent')].find(({ isSet }) => isSet);
  if (!at) return;
  validatePercentage(at, report);
  const message = `${at.path.at(-1)} is deprecated; use mirrorPercentage`;
  report({ at, topic: 'deprecated-field', severity: 'warning', part: 'key', message });
}

function validatePercentage(at: Field, report: ReportProblem): void {
  if (at.number >= 0 && at.number <= 100) return;
  report({ at, topic, message: `a percentage is between 0 and 100, but is ${at.number}` });
}
