import type { Resource } from '../resource.js';
import type { Referenced } from './references.js';
import { gatewayApiGroup } from '../../api/kinds.js';

/** Whether a ReferenceGrant lets routes of a kind and namespace refer to something in another namespace. */
export type IsGranted = (kind: string, from: string, to: Referenced) => boolean;

/** Whether there is a Service of a host; `unknown`: other manifests may hold it. */
export type Existence = (host: string) => 'yes' | 'no' | 'unknown';

/** Source: istio/istio pilot/pkg/config/kube/gatewaycommon/references.go. */
export function grantsOf(grants: readonly Resource<'ReferenceGrant'>[]): IsGranted {
  const named = new Set<string>();
  for (const { namespace, spec } of grants) {
    for (const from of spec.from ?? []) {
      if (from.group !== gatewayApiGroup) continue;
      for (const to of spec.to ?? []) {
        // Without a name it is for all of the kind.
        const name = to.name ?? null;
        named.add(keyOf(from.kind, from.namespace, { ...to, namespace }, name));
      }
    }
  }
  return (kind, from, to) =>
    named.has(keyOf(kind, from, to, null)) || named.has(keyOf(kind, from, to, to.name));
}

function keyOf(
  kind: string | undefined,
  from: string | undefined,
  to: { group?: string; kind?: string; namespace: string },
  name: string | null,
): string {
  return JSON.stringify([kind, from, to.group ?? '', to.kind ?? '', to.namespace, name]);
}
