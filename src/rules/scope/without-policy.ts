import { ruleHost } from '../../mesh/destination-rules.js';
import { namespaceOfHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import { serviceSettings } from '../../traffic/predict-target.js';
import { unorderedReason } from '../../traffic/unordered.js';
import { isWithoutPolicy } from '../../traffic/without-policy.js';
import { oncePerMesh } from './once-per-mesh.js';

/** istiod comes with Istio, and its own clients connect to it again by themselves. */
export function isControlPlane({ config }: Mesh, { host }: Target): boolean {
  return namespaceOfHost(host) === config.rootNamespace && /^istiod(?:[.-]|$)/.test(host);
}

export { isWithoutPolicy };

/**
 * Whether such a host is one of the applications that fail over, as far as can be told: clusters are declared, or services of
 * its namespace have DestinationRules. That policies of other namespaces name regions says nothing about where it runs, and
 * what is installed beside the control plane is for its own cluster.
 */
export function isAmongFailovers(mesh: Mesh, { host }: Target): boolean {
  const { rootNamespace, clusters } = mesh.config;
  const namespace = namespaceOfHost(host);
  if (namespace === rootNamespace) return false;
  return clusters !== undefined || namespace === undefined || ruled(mesh).has(namespace);
}

/** Whether clients get endpoints of other clusters at all: a Service may be for its own cluster or node, headless, or an alias. */
export function isReachedAcross(mesh: Mesh, target: Target): boolean {
  const { clusterLocal, internalTrafficPolicy } = serviceSettings(mesh, target.host);
  const isOrdered = unorderedReason(mesh, target) === undefined;
  return clusterLocal !== true && internalTrafficPolicy !== 'Local' && isOrdered;
}

/** The namespaces of the hosts that DestinationRules are for. */
const ruled = oncePerMesh(
  (mesh: Mesh) =>
    new Set(mesh.resources.DestinationRule.map((rule) => namespaceOfHost(ruleHost(rule)))),
);
