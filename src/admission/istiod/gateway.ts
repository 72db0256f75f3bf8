import type { Field, ReportProblem } from '../field.js';
import { isDnsLabel } from './host-name.js';
import { isHttp } from './protocol.js';
import { validateServer } from './server.js';

const topic = 'gateway-servers';

/** Source: istio.io/istio pkg/config/validation/validation.go ValidateGateway. */
export function validateGateway(spec: Field, metadata: Field, report: ReportProblem): void {
  const isGenerated = wasGatewayApi(metadata);
  validateGatewayName(metadata, isGenerated, report);
  const servers = spec.get('servers');
  if (servers.items.length === 0) {
    report({ at: servers, topic, message: 'a Gateway needs at least one server' });
  }
  const names = new Set<string>();
  for (const server of servers.items) {
    validateServer(server, isGenerated, report);
    const port = server.get('port');
    if (!port.isSet) continue;
    const name = port.get('name');
    if (names.has(name.text)) {
      const message = `two servers have a port named "${name.text}"; names must be unique in a Gateway`;
      report({ at: name, topic: 'port', message });
    }
    names.add(name.text);
    const redirect = server.get('tls').get('httpsRedirect');
    if (!redirect.flag || isHttp(port.get('protocol').text)) continue;
    const message = 'httpsRedirect does nothing here; it is for servers with an HTTP protocol';
    report({ at: redirect, topic: 'server-tls', severity: 'warning', part: 'key', message });
  }
}

/** Whether Istio made it from an object of Kubernetes' Gateway API, which may do more. */
function wasGatewayApi(metadata: Field): boolean {
  const annotation = metadata.get('annotations').get('internal.istio.io/gateway-semantics');
  return annotation.text === 'gateway';
}

function validateGatewayName(metadata: Field, isGenerated: boolean, report: ReportProblem): void {
  const name = metadata.get('name');
  if (isGenerated || isDnsLabel(name.text)) return;
  const message =
    name.text === ''
      ? 'a Gateway needs metadata.name; istiod takes none that is generated'
      : `"${name.text}" is no Gateway's name: no dots, at most 63 characters`;
  report({ at: name, topic: 'metadata', message });
}
