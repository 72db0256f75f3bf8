import { apiVersionOf, deployedKinds, istioGroup, type KnownKind } from '../api/kinds.js';
import type { DeployObject } from './deploy-object.js';

/** What is sent to a cluster, in the order of writing. Objects of other kinds are left to those who own them. */
export function deployOrder(objects: readonly DeployObject[], cluster: string): DeployObject[] {
  return objects
    .filter((object) => deployedKind(object.kind) !== undefined)
    .filter((object) => object.cluster === undefined || object.cluster === cluster)
    .toSorted((a, b) => orderOf(a.kind) - orderOf(b.kind));
}

/** The API group of a kind that is deployed. */
export function apiGroupOf(kind: string): string {
  return deployedKind(kind)?.group ?? istioGroup;
}

/** The `apiVersion` in which objects of a kind that is deployed are read. */
export function deployedApiVersion(kind: string): string {
  const known = deployedKind(kind);
  // Another version of this program may have deployed more kinds.
  return known ? apiVersionOf(known) : `${istioGroup}/v1`;
}

function deployedKind(kind: string): KnownKind | undefined {
  return deployedKinds.find((known) => known.kind === kind);
}

function orderOf(kind: string): number {
  return deployedKind(kind)?.deployOrder ?? 0;
}
