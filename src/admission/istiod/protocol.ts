const http = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];
const tls = ['https', 'tls'];
const known = [...http, ...tls, 'tcp', 'udp', 'mongo', 'redis', 'mysql'];

/** The protocols as people write them; case does not matter. Source: istio.io/istio pkg/config/protocol/instance.go. */
export const protocolNames = ['HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'GRPC-WEB', 'TCP', 'TLS', 'MONGO'];

export function isKnownProtocol(protocol: string): boolean {
  return known.includes(protocol.toLowerCase());
}

export function isHttp(protocol: string): boolean {
  return http.includes(protocol.toLowerCase());
}

/** Whether the protocol runs on top of TLS. */
export function isTls(protocol: string): boolean {
  return tls.includes(protocol.toLowerCase());
}
