import { validateDurationText } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';

const topic = 'consistent-hash';
const largestTable = 5_000_011;

/** Source: istio.io/istio pkg/config/validation/validation.go validateLoadBalancer. */
export function validateConsistentHash(hash: Field, report: ReportProblem): void {
  if (!hash.isSet) return;
  validateCookie(hash.get('httpCookie'), report);
  const ringSize = hash.get('minimumRingSize');
  if (ringSize.number !== 0) {
    const algorithm = [hash.get('ringHash'), hash.get('maglev')].find(({ isSet }) => isSet);
    if (algorithm) {
      const message = `minimumRingSize excludes ${algorithm.path.at(-1)}; keep one of them`;
      report({ at: ringSize, topic, part: 'key', message });
    }
    report({
      at: ringSize,
      topic: 'deprecated-field',
      severity: 'warning',
      part: 'key',
      message: 'minimumRingSize is deprecated here; use ringHash.minimumRingSize',
    });
  }
  validateMaglev(hash.get('maglev'), report);
}

function validateCookie(cookie: Field, report: ReportProblem): void {
  if (!cookie.isSet) return;
  const name = cookie.get('name');
  if (name.text === '') report({ at: name, topic, message: 'httpCookie needs a name' });
  validateDurationText(cookie.get('ttl'), report);
  const seen = new Set<string>();
  for (const attribute of cookie.get('attributes').items) {
    const at = attribute.get('name');
    if (at.text === '') report({ at, topic, message: 'an attribute of the cookie has no name' });
    else if (seen.has(at.text)) {
      report({ at, topic, message: `the cookie's attribute ${at.text} is there twice` });
    }
    seen.add(at.text);
  }
}

function validateMaglev(maglev: Field, report: ReportProblem): void {
  if (!maglev.isSet) return;
  const at = maglev.get('tableSize');
  if (at.number > 0 && at.number < largestTable && isPrime(at.number)) return;
  const message = at.isSet
    ? `tableSize must be a prime number below ${largestTable}, but is ${at.number}`
    : `maglev needs a tableSize: a prime number below ${largestTable}, such as 65537`;
  report({ at, topic, message });
}

/** Takes 1 for a prime, as istiod and Envoy do. */
function isPrime(number: number): boolean {
  if (number < 4) return number > 0;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) {
    if (number % factor === 0) return false;
  }
  return true;
}
