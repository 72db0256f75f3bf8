import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { replicasOf } from '../mesh/replicas.js';
import { podLabels, selectedWorkloads, type PodController } from '../mesh/selected-workloads.js';
import type { DeclaredService } from '../mesh/services.js';
import type { Resources } from '../mesh/resources.js';
import type { Target } from '../mesh/target.js';

/**
 * Why a host may have no endpoint in one of the clusters in which it counts as having some; a part of a sentence, undefined where
 * nothing in the manifests says so. Endpoints that `workloads` or a ServiceEntry list are there.
 */
export function missingEndpoints(mesh: Mesh, target: Target): string | undefined {
  const assumed = mesh.topology.endpoints(target.host).filter((group) => group.assumed);
  const declared = mesh.services.find(target.host);
  if (assumed.length === 0 || declared?.resource.kind !== 'Service') return undefined;
  const clusters = [...new Set(assumed.map(({ cluster }) => cluster))];
  return (
    scaledToNothing(mesh, target, clusters) ??
    misspeltSelector(mesh, declared) ??
    missingPortName(mesh, declared, target)
  );
}

function scaledToNothing(
  mesh: Mesh,
  { host }: Target,
  clusters: readonly string[],
): string | undefined {
  for (const cluster of clusters) {
    const replicas = replicasOf(mesh, host, cluster);
    if (replicas?.most !== 0 || !replicas.place) continue;
    const { kind, namespace, name, cluster: only } = replicas.place.resource as PodController;
    const where = only === undefined ? '' : ` in ${only}`;
    return `${kind} ${namespace}/${name} has 0 replicas${where}, and nothing says what scales it`;
  }
  return undefined;
}

/** The workload that is called as the Service is not one of those that it selects. */
function misspeltSelector(mesh: Mesh, { resource }: DeclaredService): string | undefined {
  if (resource.kind !== 'Service') return undefined;
  const pairs = Object.entries(resource.spec.selector ?? {});
  if (pairs.length === 0 || selectedWorkloads(mesh, resource.namespace, pairs).length > 0) {
    return undefined;
  }
  const namesake = mesh.memory
    .of(mesh.resources, workloadsByName)
    .get(JSON.stringify([resource.namespace, resource.name]));
  if (!namesake || namesake.isPatched || resource.isPatched) return undefined;
  const labels = podLabels(namesake);
  const wrong = pairs.find(([key, value]) => labels[key] !== value);
  if (!wrong) return undefined;
  const [key, value] = wrong;
  const own = labels[key] === undefined ? `no label ${key}` : `${key}: ${labels[key]}`;
  return `no workload has the labels that ${shortHost(resource.name)} selects (${key}: ${value}): the pods of ${namesake.kind} ${namesake.name} have ${own}`;
}

function workloadsByName({ Deployment, StatefulSet }: Resources): Map<string, PodController> {
  return new Map(
    [...Deployment, ...StatefulSet].map((one) => [JSON.stringify([one.namespace, one.name]), one]),
  );
}

/**
 * A Service may name the port of its pods; a pod none of whose containers has a port of that name gets no requests.
 * Source: kubernetes/kubernetes pkg/api/v1/pod FindPort.
 */
function missingPortName(
  mesh: Mesh,
  { resource }: DeclaredService,
  { port: number }: Target,
): string | undefined {
  if (resource.kind !== 'Service') return undefined;
  const name = (resource.spec.ports ?? []).find(({ port }) => port === number)?.targetPort;
  if (typeof name !== 'string' || /^\d+$/.test(name)) return undefined;
  const pairs = Object.entries(resource.spec.selector ?? {});
  const workloads = selectedWorkloads(mesh, resource.namespace, pairs);
  const lacksPort = ({ isPatched, spec }: PodController) => {
    const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
    const ports = [...containers, ...initContainers].flatMap(({ ports: own }) => own ?? []);
    return !isPatched && containers.length > 0 && ports.every((one) => one.name !== name);
  };
  if (workloads.length === 0 || !workloads.every(lacksPort)) return undefined;
  const [first] = workloads;
  return `no container of ${first?.kind ?? ''} ${first?.name ?? ''} has a port named "${name}", which ${shortHost(resource.name)}:${String(number)} leads to`;
}
