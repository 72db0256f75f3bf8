import { domainOf } from '../../config/config.js';
import { isSubsetOf, isWildcard, namespaceOfHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { TargetPolicy, SharedTarget } from '../../mesh/target.js';
import { asksForFailover } from '../../mesh/traffic-policy.js';
import { targetMode, type TargetMode } from '../../traffic/target-mode.js';
import { oncePerMesh } from './once-per-mesh.js';
import { policyTargets } from './policy-targets.js';
import { placesOfClusters, placesOfTarget } from './spread.js';

/** A target with one of the policies that may apply to it. */
export interface FailoverTarget extends TargetPolicy {
  target: SharedTarget;
  mode: TargetMode;
  /** Whether the DestinationRule itself asks for failover or distribution: then it is checked wherever its host runs. */
  asks: boolean;
}

/** Every policy, with what it does for its host. */
export const allPolicies = oncePerMesh((mesh: Mesh): FailoverTarget[] =>
  policyTargets(mesh).flatMap((target) =>
    target.policies.map(({ merged, policy }) => {
      const mode = targetMode(mesh, target.host, policy.value);
      return { target, merged, policy, mode, asks: asksForFailover(policy.value) };
    }),
  ),
);

/**
 * Every host, port and subset that has endpoints in two or more regions, for the clients that have it, with each policy
 * that may apply to it. Two zones of its only region are enough where the policy asks for failover or distribution, or
 * clusters are declared in both.
 */
export const failoverTargets = oncePerMesh((mesh: Mesh): FailoverTarget[] =>
  allPolicies(mesh).filter(({ target, asks }) =>
    asks ? placesOfTarget(mesh, target).length > 1 : runsInRegions(mesh, target),
  ),
);

/**
 * Every policy that distributes where there are several places to distribute to or from: the regions or zones of its host, or of
 * its clients.
 */
export const distributeTargets = oncePerMesh((mesh: Mesh): FailoverTarget[] => {
  const spread = new Set(failoverTargets(mesh));
  return allPolicies(mesh).filter(
    (own) =>
      own.mode === 'distribute' &&
      (spread.has(own) || (own.asks && mesh.topology.podsBeside(own.target.host) === 'unknown')),
  );
});

/** Every policy that has to eject whole regions: by its own words wherever its host runs, or because its host is in several. */
export const failoverPolicies = oncePerMesh((mesh: Mesh): FailoverTarget[] => {
  const spread = new Set(failoverTargets(mesh));
  return allPolicies(mesh).filter((own) => own.asks || spread.has(own));
});

/**
 * Targets whose host runs in two or more regions, or zones with a cluster each, with a DestinationRule or without. Of the policies that are in force
 * nowhere only those count whose host nothing else in the manifests is for.
 */
export function multiRegionTargets(mesh: Mesh): SharedTarget[] {
  const real = new Set(mesh.sharedTargets());
  const hosts = new Set([...real].map(({ host }) => host));
  return policyTargets(mesh).filter(
    (target) =>
      runsInRegions(mesh, target) &&
      (real.has(target) || !(hosts.has(target.host) || isWildcard(target.host))),
  );
}

function runsInRegions(mesh: Mesh, target: SharedTarget): boolean {
  return placesOfClusters(mesh, target).length > 1 && isServiceHost(mesh, target.host);
}

/**
 * Whether the host is one of the mesh: a Service's, one that the manifests or the configuration list, or a wildcard that
 * covers Services. Of any other host nothing says that it has endpoints in the clusters.
 */
function isServiceHost({ services, config }: Mesh, host: string): boolean {
  if (isWildcard(host)) {
    const anyService = `*.svc.${domainOf(config)}`;
    return isSubsetOf(anyService, host) || isSubsetOf(host, anyService);
  }
  return (
    namespaceOfHost(host) !== undefined ||
    services.find(host) !== undefined ||
    config.workloads.some((own) => own.host === host)
  );
}
