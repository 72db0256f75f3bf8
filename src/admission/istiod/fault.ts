import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';
import { validateHttpStatus } from './direct-response.js';

const topic = 'fault';
const grpcStatuses =
  `OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS
  PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE
  DATA_LOSS UNAUTHENTICATED`.split(/\s+/);

/** Source: istio.io/istio pkg/config/validation/validation.go validateHTTPFaultInjection. */
export function validateFault(fault: Field, report: ReportProblem): void {
  if (!fault.isSet) return;
  const abort = fault.get('abort');
  const delay = fault.get('delay');
  if (!abort.isSet && !delay.isSet) {
    report({ at: fault, topic, part: 'key', message: 'fault needs abort or delay, or both' });
  }
  validateAbort(abort, report);
  validateDelay(delay, report);
}

function validateAbort(abort: Field, report: ReportProblem): void {
  if (!abort.isSet) return;
  validatePercentage(abort.get('percentage'), report);
  const http = abort.get('httpStatus');
  const grpc = abort.get('grpcStatus');
  const http2 = abort.get('http2Error');
  if (http.isSet) validateHttpStatus(http, topic, report);
  if (grpc.isSet && !grpcStatuses.includes(grpc.text)) {
    const message = `"${grpc.text}" is no gRPC status such as UNAVAILABLE`;
    report({ at: grpc, topic, message });
  }
  if (http2.isSet) {
    report({ at: http2, topic, part: 'key', message: 'http2Error is not supported by istiod' });
  }
}

function validateDelay(delay: Field, report: ReportProblem): void {
  validatePercentage(delay.get('percentage'), report);
  validateDuration(delay.get('fixedDelay'), topic, report);
  const exponential = delay.get('exponentialDelay');
  if (!exponential.isSet) return;
  const message = 'exponentialDelay is not supported by istiod; use fixedDelay';
  report({ at: exponential, topic, part: 'key', message });
}

/** Source: validatePercentage. */
function validatePercentage(percentage: Field, report: ReportProblem): void {
  const at = percentage.get('value');
  if (at.number === 0 || (at.number >= 0.0001 && at.number <= 100)) return;
  const message = `a percentage is 0 or between 0.0001 and 100, but is ${at.number}`;
  report({ at, topic, message });
}
