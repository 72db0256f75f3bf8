import type { KubernetesObject } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { Manifests } from '../manifest/document.js';
import type { Mesh } from '../mesh/mesh.js';
import { predictTable, scenariosOf, type TableRow } from '../traffic/table.js';
import { deployedMesh } from './deployed-mesh.js';
import type { CheckedCluster, CheckedObject } from './gate.js';

/** What predictions are made from beside the objects of the clusters. */
export interface Predicted {
  config: Config;
  manifests: Pick<Manifests, 'documents'>;
}

/** Which form of an object counts. */
export type ObjectForm = (object: CheckedObject) => KubernetesObject | undefined;

/**
 * The predicted table with the objects of the clusters in one of their forms.
 *
 * @param unstated Also with what was applied before and is in no manifest any more.
 */
export function deployedTable(...about: Parameters<typeof meshOf>): TableRow[] {
  const mesh = meshOf(...about);
  return [...predictTable(mesh, scenariosOf(mesh))];
}

/** The mesh that the table is predicted from. */
export function meshOf(
  checked: readonly CheckedCluster[],
  { config, manifests }: Predicted,
  form: ObjectForm,
  unstated: boolean,
): Mesh {
  const deployed = checked.map(({ cluster, objects, prune }) => ({
    cluster: cluster.name,
    objects: [...objects.flatMap((each) => form(each) ?? []), ...(unstated ? prune : [])],
  }));
  return deployedMesh(config, manifests.documents, deployed);
}

/** Whether every cluster has told everything, so that predictions mean something. */
export function isPredictable(checked: readonly CheckedCluster[]): boolean {
  return !checked.some(({ error, objects }) => error ?? objects.some((each) => each.error));
}
