import { base64ByteLength, byteLength } from '../../foundation/byte-length.js';
import type { Field, ReportProblem } from '../field.js';
import type { Topic } from '../problem.js';

const topic = 'direct-response';
const kilobyte = 1024;
const mostBytes = 1024 * kilobyte;
const manyBytes = 100 * kilobyte;

/** Source: istio.io/istio pkg/config/validation/validation.go validateHTTPDirectResponse. */
export function validateDirectResponse(response: Field, report: ReportProblem): void {
  if (!response.isSet) return;
  validateHttpStatus(response.get('status'), topic, report);
  const body = response.get('body');
  const size = byteLength(body.get('string').text) + base64ByteLength(body.get('bytes').text);
  if (size <= manyBytes) return;
  const message = `a body of ${size} bytes burdens the control plane; ${mostBytes} is the most`;
  report({ at: body, topic, severity: size > mostBytes ? 'error' : 'warning', message });
}

/** Source: validateHTTPStatus, which takes 600 too. */
export function validateHttpStatus(at: Field, topicOfParent: Topic, report: ReportProblem): void {
  if (at.number >= 200 && at.number <= 600) return;
  const message = `${at.path.at(-1)} must be an HTTP status between 200 and 599, but is ${at.number}`;
  report({ at, topic: topicOfParent, message });
}
