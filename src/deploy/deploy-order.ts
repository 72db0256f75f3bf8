import type { DeployObject } from './deploy-object.js';

/** The kinds that are deployed, in the order of writing: a route must find its gateway and its subsets. */
export const deployedKinds = ['Gateway', 'DestinationRule', 'VirtualService'];

/** What is sent to a cluster, in the order of writing. Objects of other kinds are left to those who own them. */
export function deployOrder(objects: readonly DeployObject[], cluster: string): DeployObject[] {
  return objects
    .filter((object) => deployedKinds.includes(object.kind))
    .filter((object) => object.cluster === undefined || object.cluster === cluster)
    .toSorted((a, b) => deployedKinds.indexOf(a.kind) - deployedKinds.indexOf(b.kind));
}
