import { deployOrderOf, groupOf } from '../api/kinds.js';
import type { DeployObject } from './deploy-object.js';

/** What is sent to a cluster, in the order of writing. */
export function deployOrder(objects: readonly DeployObject[], cluster: string): DeployObject[] {
  return objects
    .filter((object) => object.cluster === undefined || object.cluster === cluster)
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ value, kind }: DeployObject): number {
  return deployOrderOf(groupOf(String(value['apiVersion'])), kind);
}
