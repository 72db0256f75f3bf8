import type { Mesh } from './mesh.js';
import type { Place, Resource } from './resource.js';

/** How many pods of a host a cluster runs at most. */
export interface Replicas {
  most: number;
  /** Where the number is written; undefined for `workloads` of the configuration. */
  place: Place | undefined;
  /** Whether an autoscaler goes up to it. */
  autoscaled: boolean;
}

type Workload = Resource<'Deployment'> | Resource<'StatefulSet'>;

/**
 * The most pods that a host can have in a cluster: what the Deployments and StatefulSets that its Service selects are scaled
 * to, or what the configuration's `workloads` list, if that is more. Undefined where either leaves it open.
 */
export function replicasOf(mesh: Mesh, host: string, cluster: string): Replicas | undefined {
  const written = writtenReplicas(mesh, host, cluster);
  if (written === 'open') return undefined;
  const listed = mesh.topology
    .endpoints(host)
    .filter((group) => group.cluster === cluster && !group.assumed && !group.entry)
    .reduce((sum, { count }) => sum + count, 0);
  if (written && written.most >= listed) return written;
  return listed > 0 ? { most: listed, place: undefined, autoscaled: false } : undefined;
}

function writtenReplicas(mesh: Mesh, host: string, cluster: string): Replicas | undefined | 'open' {
  const service = mesh.services.find(host)?.resource;
  const selector = service?.kind === 'Service' ? Object.entries(service.spec.selector ?? {}) : [];
  if (!service || selector.length === 0) return undefined;
  const all: Workload[] = [...mesh.resources.Deployment, ...mesh.resources.StatefulSet];
  const own = all.filter(({ namespace, spec, cluster: only }) => {
    const labels = spec.template?.metadata?.labels ?? {};
    const isSelected = selector.every(([key, value]) => labels[key] === value);
    return isSelected && namespace === service.namespace && isIn(cluster, only);
  });
  const sizes = own.map((workload) =>
    isPatched(workload, all) ? undefined : sizeOf(workload, mesh),
  );
  if (sizes.length === 0) return undefined;
  const known = sizes.filter((size) => size !== undefined);
  const [largest] = [...known].sort((a, b) => b.most - a.most);
  if (known.length < sizes.length || !largest) return 'open';
  return { ...largest, most: known.reduce((sum, { most }) => sum + most, 0) };
}

function isIn(cluster: string, only: string | undefined): boolean {
  return only === undefined || only === cluster;
}

/** Two manifests of one workload are base and overlay, of which only the rendered result would say something. */
function isPatched(workload: Resource, all: readonly Resource[]): boolean {
  return all.some((other) => other !== workload && isVariant(other, workload));
}

/** A namespace that is left out may be filled in by whoever renders the manifests. */
function isVariant(a: Resource, b: Resource): boolean {
  const isSameNamespace = a.namespace === b.namespace;
  const isOpen = a.namespace === 'default' || b.namespace === 'default';
  const mayMeet = a.cluster === undefined || b.cluster === undefined || a.cluster === b.cluster;
  return a.kind === b.kind && a.name === b.name && (isSameNamespace || isOpen) && mayMeet;
}

function sizeOf(workload: Workload, { resources }: Mesh): Replicas | undefined {
  const { kind, name, namespace, spec, cluster } = workload;
  const scalers = resources.HorizontalPodAutoscaler.filter(
    (scaler) =>
      scaler.spec.scaleTargetRef?.kind === kind &&
      scaler.spec.scaleTargetRef.name === name &&
      scaler.namespace === namespace &&
      (cluster === undefined || isIn(cluster, scaler.cluster)),
  );
  const [scaler] = scalers;
  // An autoscaler of one cluster's folder alone leaves the others open.
  const isOpen = scalers.length > 1 || (scaler && scaler.cluster !== cluster && !cluster);
  if (isOpen) return undefined;
  if (scaler && isPatched(scaler, resources.HorizontalPodAutoscaler)) return undefined;
  return scaler
    ? sizeAt(scaler, 'maxReplicas', scaler.spec.maxReplicas)
    : sizeAt(workload, 'replicas', spec.replicas);
}

function sizeAt(resource: Resource, field: string, most: number | undefined): Replicas | undefined {
  if (most === undefined || !Number.isInteger(most) || most < 0) return undefined;
  const place: Place = { resource, path: ['spec', field] };
  return { most, place, autoscaled: field === 'maxReplicas' };
}
