import type { Field, ReportProblem } from '../field.js';
import { domainProblem } from './host-name.js';
import { isAddress } from './ip-address.js';
import { validatePortNumber } from './port.js';

const topic = 'tunnel';

/** Source: istio.io/istio pkg/config/validation/validation.go validateTunnelSettings. */
export function validateTunnel(tunnel: Field, report: ReportProblem): void {
  if (!tunnel.isSet) return;
  const protocol = tunnel.get('protocol');
  if (!['', 'CONNECT', 'POST'].includes(protocol.text)) {
    const message = `a tunnel's protocol must be CONNECT or POST, but is "${protocol.text}"`;
    report({ at: protocol, topic, message });
  }
  const host = tunnel.get('targetHost');
  const problem = domainProblem(host.text);
  if (problem !== undefined && !isAddress(host.text)) {
    const message = `a tunnel's targetHost must be a host name or an address: ${problem}`;
    report({ at: host, topic, message });
  }
  validatePortNumber(tunnel.get('targetPort'), report);
}
