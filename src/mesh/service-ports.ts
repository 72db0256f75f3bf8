import type { ServiceSpec } from '../api/kubernetes.js';
import type { ServiceEntrySpec } from '../api/service-entry.js';
import type { DeclaredService } from './services.js';

/** How a proxy takes a port: `sniffed` is HTTP where the first bytes of a connection look like it, and else TCP. */
export type PortProtocol = 'http' | 'sniffed' | 'tls' | 'tcp' | 'udp';

/** A port of a Service or ServiceEntry. */
export interface NumberedPort {
  number: number;
  name: string;
  protocol: PortProtocol;
}

type ServicePort = NonNullable<ServiceSpec['ports']>[number];
type EntryPort = NonNullable<ServiceEntrySpec['ports']>[number];

/** The ports of a declaration, without those that have no number. */
export function portsOf({ resource }: DeclaredService): NumberedPort[] {
  return resource.kind === 'Service'
    ? (resource.spec.ports ?? []).flatMap(servicePort)
    : (resource.spec.ports ?? []).flatMap(entryPort);
}

function servicePort({
  port: number,
  name = '',
  appProtocol,
  protocol,
}: ServicePort): NumberedPort[] {
  if (number === undefined) return [];
  if (protocol === 'UDP') return [{ number, name, protocol: 'udp' }];
  return [{ number, name, protocol: protocolOfService(number, appProtocol ?? name) }];
}

function entryPort({ number, name = '', protocol = '' }: EntryPort): NumberedPort[] {
  return number === undefined ? [] : [{ number, name, protocol: parseProtocol(protocol) }];
}

/** What Kubernetes itself calls an `appProtocol`. */
const kubernetesNames: ReadonlyMap<string, PortProtocol> = new Map([
  ['kubernetes.io/h2c', 'http'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'tls'],
]);

/** Of SMTP, DNS, MySQL and MongoDB, whose servers speak first. */
const neverSniffed = new Set([25, 53, 3306, 27017]);

/**
 * The protocol is what stands before the first dash of the name.
 * Source: istio/istio pkg/config/kube/conversion.go ConvertProtocol.
 */
function protocolOfService(number: number, name: string): PortProtocol {
  const own = kubernetesNames.get(name);
  if (own) return own;
  const word = /^grpc-web/i.test(name) ? 'grpc-web' : (name.split('-')[0] ?? '');
  const parsed = parseProtocol(word);
  return parsed === 'sniffed' && neverSniffed.has(number) ? 'tcp' : parsed;
}

/** Source: istio/istio pkg/config/protocol/instance.go Parse. */
function parseProtocol(word: string): PortProtocol {
  switch (word.toLowerCase()) {
    case 'http':
    case 'http2':
    case 'http_proxy':
    case 'grpc':
    case 'grpc-web':
      return 'http';
    case 'https':
    case 'tls':
      return 'tls';
    case 'tcp':
    case 'mongo':
    case 'redis':
    case 'mysql':
      return 'tcp';
    case 'udp':
      return 'udp';
    default:
      return 'sniffed';
  }
}
