import { kindOf } from '../api/kinds.js';
import { isMapping, textAt } from '../foundation/values.js';
import type { Mesh } from './mesh.js';
import type { DeclaredService } from './services.js';
import { podLabels, selectedWorkloads, type PodController } from './selected-workloads.js';

const injectKey = 'sidecar.istio.io/inject';

/**
 * Whether the pods of a Service have sidecars, as far as the manifests say it: by `sidecar.istio.io/inject` of the pod templates, or by
 * the labels of their namespace. Without any workload of the tree it is unknown; some with and some without are `some`.
 * Source: istio.io/docs/setup/additional-setup/sidecar-injection.
 */
export function sidecarsOf(
  mesh: Mesh,
  service: DeclaredService,
): 'all' | 'none' | 'some' | 'unknown' {
  const { resource } = service;
  if (resource.kind !== 'Service') return 'unknown';
  const selector = Object.entries(resource.spec.selector ?? {});
  const workloads = selectedWorkloads(mesh, resource.namespace, selector);
  const answers = new Set(workloads.map((workload) => hasSidecar(mesh, workload)));
  if (answers.size === 0 || answers.has(undefined)) return 'unknown';
  if (answers.size > 1) return 'some';
  return answers.has(true) ? 'all' : 'none';
}

function hasSidecar(mesh: Mesh, workload: PodController): boolean | undefined {
  if (workload.isPatched) return undefined;
  const own =
    podLabels(workload)[injectKey] ?? workload.spec.template?.metadata?.annotations?.[injectKey];
  if (own === 'false') return false;
  if (own === 'true') return true;
  return mesh.memory.of(mesh, injectedNamespaces).get(workload.namespace);
}

/** The namespaces whose labels say whether pods get a sidecar. */
function injectedNamespaces({ placed }: Mesh): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { document } of placed) {
    const { value } = document;
    if (kindOf(value)?.id !== 'Namespace') continue;
    const name = textAt(value, 'metadata', 'name');
    const metadata = value['metadata'];
    const labels = isMapping(metadata) ? metadata['labels'] : undefined;
    if (name === undefined || !isMapping(labels)) continue;
    const injection = labels['istio-injection'];
    if (injection === 'enabled') found.set(name, true);
    else if (injection === 'disabled') found.set(name, false);
    else if (typeof labels['istio.io/rev'] === 'string') found.set(name, true);
  }
  return found;
}
