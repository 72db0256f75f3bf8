import type { Mesh } from '../mesh/mesh.js';
import type { OutlierDetection, PortPolicy } from '../api/traffic-policy.js';
import { effectiveSetting } from './control-plane/policy.js';
import { serviceSettings } from './predict-target.js';

/**
 * How a policy orders localities: by `distribute`; by `failover` or `failoverPriority`; by Istio's default
 * order, which outlier detection alone switches on; not at all.
 */
export type TargetMode = 'distribute' | 'failover' | 'default' | 'disabled' | 'unset';

/** The mode of the policy for a host, with the Service's and the mesh's settings behind it. */
export function targetMode(mesh: Mesh, host: string, policy: PortPolicy): TargetMode {
  const last = mesh.memory.of(policy, noModeYet);
  if (last.known?.host !== host) last.known = { host, mode: findMode(mesh, host, policy) };
  return last.known.mode;
}

/** The last answer for a policy: it is in force for one host, mostly. */
function noModeYet(): { known?: { host: string; mode: TargetMode } } {
  return {};
}

function findMode(mesh: Mesh, host: string, policy: PortPolicy): TargetMode {
  const { meshConfig = {} } = mesh.config;
  const effective = effectiveSetting(policy, serviceSettings(mesh, host), meshConfig);
  if (effective.kind !== 'locality') return 'disabled';
  const { distribute, failover, failoverPriority } = effective.setting;
  if (distribute?.length) return 'distribute';
  // A Service's trafficDistribution orders localities too, but by readiness: it asks for no ejection.
  if (effective.force) return 'disabled';
  if (failover?.length || failoverPriority?.length) return 'failover';
  return effectiveOutlierDetection(mesh, policy) ? 'default' : 'unset';
}

/** The policy's own, else the mesh-wide default that istiod 1.31 puts in its place. */
export function effectiveOutlierDetection(
  { config }: Mesh,
  policy: PortPolicy,
): OutlierDetection | undefined {
  return policy.outlierDetection ?? config.meshConfig?.defaultTrafficPolicy?.outlierDetection;
}
