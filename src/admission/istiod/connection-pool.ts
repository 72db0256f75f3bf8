import { millisecond, parseDuration } from '../../mesh/duration.js';
import { validateDuration, validateDurationText } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';

const topic = 'connection-pool';

/** Source: istio.io/istio pkg/config/validation/validation.go validateConnectionPool. */
export function validateConnectionPool(pool: Field, report: ReportProblem): void {
  if (!pool.isSet) return;
  const http = pool.get('http');
  const tcp = pool.get('tcp');
  if (!http.isSet && !tcp.isSet) {
    const message = 'connectionPool is empty; set http or tcp in it, or remove it';
    report({ at: pool, topic, part: 'key', message });
  }
  validateHttpPool(http, report);
  validateTcpPool(tcp, report);
}

function validateHttpPool(http: Field, report: ReportProblem): void {
  if (!http.isSet) return;
  const counts = [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ];
  for (const key of counts) validateCount(http.get(key), report);
  validateDuration(http.get('idleTimeout'), topic, report);
  const useClientProtocol = http.get('useClientProtocol');
  if (http.get('h2UpgradePolicy').text === 'UPGRADE' && useClientProtocol.flag) {
    const message = 'useClientProtocol: true excludes h2UpgradePolicy: UPGRADE';
    report({ at: useClientProtocol, topic, message });
  }
  const keepAlive = http.get('http2KeepAlive');
  if (!keepAlive.isSet) return;
  for (const at of [keepAlive.get('interval'), keepAlive.get('timeout')]) {
    if (at.isSet) validateDuration(at, topic, report);
    else report({ at, topic, message: `http2KeepAlive needs ${at.path.at(-1)}` });
  }
}

function validateTcpPool(tcp: Field, report: ReportProblem): void {
  if (!tcp.isSet) return;
  validateCount(tcp.get('maxConnections'), report);
  validateDuration(tcp.get('connectTimeout'), topic, report);
  validateDuration(tcp.get('maxConnectionDuration'), topic, report);
  validateIdleTimeout(tcp.get('idleTimeout'), report);
  const keepalive = tcp.get('tcpKeepalive');
  validateDuration(keepalive.get('time'), topic, report);
  validateDuration(keepalive.get('interval'), topic, report);
}

/** The CRD has no rule for this one, because 0s switches it off. */
function validateIdleTimeout(at: Field, report: ReportProblem): void {
  validateDurationText(at, report);
  const duration = parseDuration(at.text);
  if (duration === undefined || duration / millisecond === 0n) return;
  if (duration > 0n) return validateDuration(at, topic, report);
  report({ at, topic, message: `idleTimeout must not be negative, but is ${at.text}` });
}

function validateCount(at: Field, report: ReportProblem): void {
  if (at.number >= 0) return;
  report({ at, topic, message: `${at.path.at(-1)} must not be negative, but is ${at.number}` });
}
