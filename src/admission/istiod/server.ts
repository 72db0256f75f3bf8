import { didYouMean } from '../../foundation/did-you-mean.js';
import type { Field, ReportProblem } from '../field.js';
import { validateGatewayHost } from './gateway-host.js';
import { isAddress } from './ip-address.js';
import { validatePortNumber } from './port.js';
import { isHttp, isKnownProtocol, isTls, protocolNames } from './protocol.js';
import { validateServerTls } from './server-tls.js';

const socketPrefix = 'unix://';

/** Source: istio.io/istio pkg/config/validation/validation.go validateServer. */
export function validateServer(server: Field, isGenerated: boolean, report: ReportProblem): void {
  const hosts = server.get('hosts');
  if (hosts.items.length === 0) {
    report({ at: hosts, topic: 'gateway-servers', message: 'a server needs at least one host' });
  }
  for (const host of hosts.items) validateGatewayHost(host, isGenerated, report);
  const port = server.get('port');
  validateServerPort(port, server.get('bind').text, report);
  validateBind(server.get('bind'), port, report);
  validateServerTls(server.get('tls'), report);
  if (port.isSet && isKnownProtocol(port.get('protocol').text)) {
    validateTlsForProtocol(server, port.get('protocol').text, report);
  }
}

function validateServerPort(port: Field, bind: string, report: ReportProblem): void {
  if (!port.isSet) {
    report({ at: port, topic: 'port', message: 'a server needs a port' });
    return;
  }
  const protocol = port.get('protocol');
  if (!isKnownProtocol(protocol.text)) {
    const guess = didYouMean(protocol.text, protocolNames);
    const hint =
      guess === undefined ? `known are ${protocolNames.join(', ')}` : `did you mean ${guess}?`;
    const message = `"${protocol.text}" is no protocol of a server; ${hint}`;
    report({ at: protocol, topic: 'protocol', message });
  }
  const number = port.get('number');
  if (number.number > 0 || !bind.startsWith(socketPrefix)) validatePortNumber(number, report);
  const target = port.get('targetPort');
  if (target.number > 0) {
    const message = 'targetPort does nothing in a Gateway and is refused; remove it';
    report({ at: target, topic: 'port', part: 'key', message });
  }
  const name = port.get('name');
  if (name.text === '') report({ at: name, topic: 'port', message: 'the port needs a name' });
}

/** Source: validateServerBind and ValidateUnixAddress. */
function validateBind(bind: Field, port: Field, report: ReportProblem): void {
  const topic = 'bind-address';
  if (!bind.text.startsWith(socketPrefix)) {
    if (bind.text === '' || isAddress(bind.text)) return;
    const message = `bind must be an address or ${socketPrefix}PATH, but is "${bind.text}"`;
    report({ at: bind, topic, message });
    return;
  }
  const socket = bind.text.slice(socketPrefix.length);
  const isAbstract = socket.startsWith('@');
  if (!isAbstract && (!socket.startsWith('/') || socket.endsWith('/'))) {
    const message = `bind must name a socket by its absolute path, but is "${bind.text}"`;
    report({ at: bind, topic, message });
  }
  const number = port.get('number');
  if (number.number === 0) return;
  report({ at: number, topic, message: 'a server on a Unix socket has port number 0' });
}

function validateTlsForProtocol(server: Field, protocol: string, report: ReportProblem): void {
  const topic = 'server-tls';
  const tls = server.get('tls');
  if (isTls(protocol)) {
    if (!tls.isSet)
      report({ at: tls, topic, message: `a server of protocol ${protocol} needs tls` });
    return;
  }
  if (!tls.isSet) return;
  if (!isHttp(protocol)) {
    const message = `a server of protocol ${protocol} may not have tls; set protocol TLS or HTTPS, or remove it`;
    report({ at: tls, topic, part: 'key', message });
    return;
  }
  // What is left is a redirect to HTTPS.
  const terminates =
    !passesThrough(tls) ||
    ['caCertificates', 'privateKey', 'serverCertificate'].some((key) => tls.get(key).text !== '');
  if (!terminates) return;
  const message = `a server of protocol ${protocol} may have tls.httpsRedirect only; for TLS set protocol HTTPS`;
  report({ at: tls, topic, part: 'key', message });
}

function passesThrough(tls: Field): boolean {
  return ['', 'PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(tls.get('mode').text);
}
