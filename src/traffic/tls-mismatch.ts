import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { peerMode } from '../mesh/peer-authentication.js';
import { declaredPort, type DeclaredPort } from '../mesh/port-protocol.js';
import { podLabels, selectedWorkloads } from '../mesh/selected-workloads.js';
import type { DeclaredService } from '../mesh/services.js';
import { sidecarsOf } from '../mesh/sidecars.js';
import type { Target } from '../mesh/target.js';

/** Why a client and the endpoints of a target may not understand each other. */
export interface TlsMismatch {
  cause: 'no-sidecar' | 'strict' | 'tls-in-tls' | 'plain-port' | 'tls-port';
  /** False: it depends on something that the manifests do not say. */
  isCertain: boolean;
  /** The TLS mode of the policy; undefined: it has none. */
  mode: string | undefined;
  /** For the row of the table: a part of a sentence. */
  reason: string;
}

/**
 * Compares how a client speaks to a target, by the DestinationRule, with what its endpoints take, as far as the manifests say it. Without
 * a TLS mode Istio chooses for each endpoint by itself, and nothing is wrong with mTLS.
 *
 * Source: istio/istio pilot/pkg/networking/core/cluster_tls.go, pilot/pkg/security/authn; measured in
 * __tests__/real/traffic/missed-faults.test.ts.
 */
export function tlsMismatch(mesh: Mesh, target: Target): TlsMismatch | undefined {
  const { host, port, policies, route } = target;
  const modes = new Set(policies.map(({ policy }) => policy.value.tls?.mode));
  const [mode] = modes;
  const declared = mesh.services.find(host);
  if (!declared || modes.size > 1 || declared.resource.isPatched) return undefined;
  const at = declaredPort(declared, port);
  const name = shortHost(host);
  const found = (cause: TlsMismatch['cause'], isCertain: boolean, reason: string): TlsMismatch => ({
    cause,
    isCertain,
    mode,
    reason,
  });
  switch (mode) {
    case 'ISTIO_MUTUAL': {
      if (sidecars(mesh, host, declared) !== 'none') return undefined;
      return found(
        'no-sidecar',
        true,
        `the pods of ${name} have no sidecar for tls mode ISTIO_MUTUAL: 503`,
      );
    }
    case 'SIMPLE':
    case 'MUTUAL': {
      if (route?.protocol === 'tls') {
        return found(
          'tls-in-tls',
          true,
          `tls mode ${mode} wraps requests that are TLS already: the connection fails`,
        );
      }
      const strict = strictness(mesh, host, declared, at, mode);
      if (strict) return found('strict', strict.isCertain, strict.reason);
      if (!at || at.isNamedTls || at.isTargetTls) return undefined;
      return found(
        'plain-port',
        false,
        `tls mode ${mode}, and nothing says that ${name}:${String(port)} speaks TLS`,
      );
    }
    case undefined:
    case 'DISABLE': {
      const strict = mode && strictness(mesh, host, declared, at, mode);
      if (strict) return found('strict', strict.isCertain, strict.reason);
      if (route?.protocol !== 'http' || !at?.isNamedTls || !at.isTargetTls) return undefined;
      return found(
        'tls-port',
        false,
        `${name}:${String(port)} is a port for TLS, and no rule has tls mode SIMPLE for it`,
      );
    }
    default:
      return undefined;
  }
}

/** Whether the endpoints have sidecars; the configuration may say that they take no mTLS. */
function sidecars(mesh: Mesh, host: string, declared: DeclaredService) {
  const endpoints = mesh.topology.endpoints(host);
  const isService = declared.resource.kind === 'Service';
  if (isService && endpoints.length > 0 && endpoints.every(({ mtls }) => mtls === false)) {
    return 'none';
  }
  return sidecarsOf(mesh, declared);
}

/** Whether sidecars take nothing but mTLS of the mesh, while clients send something else. MUTUAL may have certificates of the mesh. */
function strictness(
  mesh: Mesh,
  host: string,
  declared: DeclaredService,
  port: DeclaredPort | undefined,
  mode: string,
): { isCertain: boolean; reason: string } | undefined {
  const { resource, namespace } = declared;
  if (resource.kind !== 'Service') return undefined;
  const has = sidecars(mesh, host, declared);
  if (has === 'none') return undefined;
  const selector = Object.entries(resource.spec.selector ?? {});
  const [workload] = selectedWorkloads(mesh, namespace, selector);
  const peer = peerMode(mesh, {
    namespace,
    labels: workload ? podLabels(workload) : resource.spec.selector,
    port: port?.targetPort,
  });
  if (peer?.mode !== 'STRICT') return undefined;
  const isCertain = has === 'all' && mode !== 'MUTUAL' && peer.by.cluster === undefined;
  const name = shortHost(host);
  return {
    isCertain,
    reason: isCertain
      ? `the sidecars of ${name} take nothing but mTLS (STRICT), and its rule has tls mode ${mode}: 503`
      : `tls mode ${mode} under a STRICT PeerAuthentication: with a sidecar in the pods of ${name} every request fails, and nothing says whether they have one`,
  };
}
