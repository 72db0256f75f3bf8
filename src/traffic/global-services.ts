import { flagsOfCluster } from '../config/control-plane-config.js';
import type { Mesh } from '../mesh/mesh.js';
import { readFlags, type ControlPlaneFlags } from './control-plane/flags.js';

/** The flags of a cluster's istiod; the same object for clusters that have the same. */
export function controlPlaneFlags({ config, memory }: Mesh, cluster: string): ControlPlaneFlags {
  return memory.shared(readFlags(flagsOfCluster(config, cluster)));
}

/**
 * Whether the istiod of a cluster takes a host for one of all clusters: by the label of the Service in its own cluster. Undefined where no
 * flag asks for it. A Service that is not among the manifests is taken to have no label.
 * Source: istio/istio pilot/pkg/serviceregistry/ambient/services.go matchServiceScope.
 */
export function isGlobalService(mesh: Mesh, cluster: string, host: string): boolean | undefined {
  if (!controlPlaneFlags(mesh, cluster).multiNetwork) return undefined;
  const all = mesh.services.declarations(host).map(({ resource }) => resource);
  const own = all.filter(({ cluster: only = cluster }) => only === cluster);
  // What is in other clusters alone is not kept to one.
  if (own.length === 0 && all.length > 0) return true;
  return own.some(({ kind, labels }) => kind === 'Service' && labels['istio.io/global'] === 'true');
}
