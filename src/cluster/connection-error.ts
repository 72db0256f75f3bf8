import { ClusterError } from './cluster-error.js';

/** Why there was no answer, from what Node's network code throws. */
export function connectionError(cluster: string, server: string, error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  const { code, message } = describe(error);
  const host = hostOf(server);
  if (isCertificateCode(code)) {
    return new ClusterError(
      'certificate',
      `cluster ${cluster}: no trusted connection to ${server}: ${message}. ` +
        'Is the certificate authority in the kubeconfig the one of this cluster?',
    );
  }
  const reason = reasons[code]?.(host) ?? message;
  return new ClusterError(
    'unreachable',
    `cluster ${cluster} cannot be reached at ${server}: ${reason}. ` +
      'Is the address in the kubeconfig right, is the cluster running, and may this machine connect to it?',
  );
}

/** A connection that broke off: repeating is worth it, since all our requests can be repeated. */
export function isBrokenConnection(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(describe(error).code);
}

const reasons: Partial<Record<string, (host: string) => string>> = {
  ENOTFOUND: (host) => `the name ${host} is not known (DNS)`,
  EAI_AGAIN: (host) => `the name ${host} cannot be looked up at the moment (DNS)`,
  ECONNREFUSED: () => 'the connection is refused',
  ECONNRESET: () => 'the connection breaks off',
  EPIPE: () => 'the connection breaks off',
  EHOSTUNREACH: () => 'there is no route to it',
  ENETUNREACH: () => 'there is no network to it',
};

function isCertificateCode(code: string): boolean {
  return (
    /^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code) ||
    ['HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE'].includes(code)
  );
}

/** By its looks: under some test runners Node's own errors are no instances of the `Error` that we see. */
function describe(error: unknown): { code: string; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const codeText = typeof code === 'string' ? code : '';
  return { code: codeText, message: String(message || codeText || error) };
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).hostname : server;
}
