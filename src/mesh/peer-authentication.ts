import { kindOf } from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import { isMapping, textAt } from '../foundation/values.js';
import type { Mesh } from './mesh.js';
import type { PlacedDocument } from './placed-document.js';
import { satisfiesSelector } from './selector.js';

/** What a sidecar takes of its callers: `STRICT` is mTLS of the mesh and nothing else. */
export interface PeerMode {
  mode: string;
  /** The PeerAuthentication that says it. */
  by: PlacedDocument;
}

/** The pods of a workload, as far as it matters here. */
export interface Pods {
  namespace: string;
  /** Undefined: nobody knows. */
  labels: Readonly<Record<string, string>> | undefined;
  /** The port on which they listen; undefined: nobody knows. */
  port: number | undefined;
}

/**
 * The mode that the sidecars of pods have by PeerAuthentications: that of the workload and its port, else that of the namespace, else
 * that of the root namespace. Undefined where none says it, or one that selects pods may.
 * Source: istio/istio pilot/pkg/security/authn/policy_applier.go ComposePeerAuthentication.
 */
export function peerMode(mesh: Mesh, { namespace, labels, port }: Pods): PeerMode | undefined {
  const byNamespace = mesh.memory.of(mesh, policiesByNamespace);
  const own = byNamespace.get(namespace) ?? [];
  const selecting = own.filter(({ selector }) => selector !== undefined);
  if (labels === undefined && selecting.length > 0) return undefined;
  const forPods = selecting.find(({ selector }) => satisfiesSelector(labels, selector));
  if (port === undefined && forPods && forPods.ports.size > 0) return undefined;
  const atPort = port === undefined ? undefined : forPods?.ports.get(port);
  if (forPods && isSaid(atPort)) return { mode: atPort, by: forPods.placed };
  const wide = (list: readonly Policy[]) => list.find(({ selector }) => selector === undefined);
  const ofMesh = byNamespace.get(mesh.config.rootNamespace) ?? [];
  const policy = [forPods, wide(own), wide(ofMesh)].find((one) => isSaid(one?.mode));
  return policy && isSaid(policy.mode) ? { mode: policy.mode, by: policy.placed } : undefined;
}

interface Policy {
  placed: PlacedDocument;
  /** Undefined: every pod. */
  selector: Record<string, string> | undefined;
  mode: string | undefined;
  ports: ReadonlyMap<number, string | undefined>;
}

function isSaid(mode: string | undefined): mode is string {
  return mode !== undefined && mode !== 'UNSET';
}

function policiesByNamespace({ placed }: Mesh): Map<string, Policy[]> {
  const found = new Map<string, Policy[]>();
  for (const one of placed) {
    const { value } = one.document;
    if (kindOf(value)?.id !== 'PeerAuthentication') continue;
    const spec = isMapping(value['spec']) ? value['spec'] : {};
    addTo(found, one.namespace, {
      placed: one,
      selector: selectorOf(spec),
      mode: textAt(spec, 'mtls', 'mode'),
      ports: portsOf(spec['portLevelMtls']),
    });
  }
  return found;
}

/** An empty selector is none. */
function selectorOf({ selector }: Record<string, unknown>): Record<string, string> | undefined {
  const labels = isMapping(selector) ? selector['matchLabels'] : undefined;
  const entries = Object.entries(isMapping(labels) ? labels : {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

function portsOf(value: unknown): Map<number, string | undefined> {
  const entries = Object.entries(isMapping(value) ? value : {});
  return new Map(
    entries.map(([port, own]) => [Number(port), isMapping(own) ? textAt(own, 'mode') : undefined]),
  );
}
