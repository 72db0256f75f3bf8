import type { DeclaredService } from './services.js';

/** What a port of a Service or ServiceEntry says of itself. */
export interface DeclaredPort {
  /** Of the endpoints, as far as it is a number. */
  targetPort: number | undefined;
  /** Whether its name or its protocol is one of TLS. */
  isNamedTls: boolean;
  /** Whether the port of the endpoints is one on which TLS is usual, such as 443, 8443 or one called `https`. */
  isTargetTls: boolean;
}

/** The port of a declaration with that number; undefined where it has none. */
export function declaredPort(
  { resource }: DeclaredService,
  number: number | undefined,
): DeclaredPort | undefined {
  if (resource.kind === 'Service') {
    const port = (resource.spec.ports ?? []).find((one) => one.port === number);
    if (!port) return undefined;
    const target = port.targetPort ?? port.port;
    return {
      targetPort: typeof target === 'number' ? target : undefined,
      isNamedTls: isTlsName(port.appProtocol ?? port.name),
      isTargetTls: typeof target === 'number' ? isTlsPort(target) : isTlsName(target),
    };
  }
  const port = (resource.spec.ports ?? []).find((one) => one.number === number);
  if (!port) return undefined;
  const ofEndpoints = (resource.spec.endpoints ?? []).map(({ ports }) => ports?.[port.name ?? '']);
  const targets = [port.targetPort ?? port.number, ...ofEndpoints];
  return {
    targetPort: port.targetPort ?? port.number,
    isNamedTls: isTlsName(port.protocol),
    isTargetTls: targets.some(isTlsPort),
  };
}

function isTlsName(name: string | undefined): boolean {
  return /(?:^|[-_.])(?:https|tls|ssl)(?:$|[-_.0-9])/i.test(name ?? '');
}

function isTlsPort(port: number | undefined): boolean {
  return port !== undefined && port % 1000 === 443;
}
