import { isSent, sentKinds } from '../config/sent-kinds.js';
import type { KubernetesObject } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { Document } from '../manifest/document.js';
import { parseManifest } from '../manifest/parse.js';
import type { Mesh } from '../mesh/mesh.js';
import { buildMesh } from '../mesh/build-mesh.js';
import { placeByPaths } from '../mesh/placed-document.js';

/** Objects that stand, or would stand, in a cluster. */
export interface Deployed {
  cluster: string;
  objects: readonly KubernetesObject[];
}

/** The model of the mesh with these objects in the place of those of the manifests; of kinds that are not sent the manifests tell. */
export function deployedMesh(
  config: Config,
  documents: readonly Document[],
  deployed: readonly Deployed[],
): Mesh {
  // A name that no file has, which a cluster's path then leads to.
  const folder = (cluster: string) => `\0${cluster}`;
  const clusters = config.clusters?.map((cluster) => ({
    ...cluster,
    paths: [...(cluster.paths ?? []), folder(cluster.name)],
  }));
  const sends = sentKinds(config.deploy);
  const others = documents.filter(({ value }) => !isSent(value, sends));
  const theirs = deployed.flatMap(({ cluster, objects }) =>
    objects.flatMap((object, index) => {
      const file = `${folder(cluster)}/${index}.json`;
      return parseManifest({ file, text: JSON.stringify(object), named: false }).documents;
    }),
  );
  const meant = { ...config, clusters };
  return buildMesh(meant, placeByPaths(meant, [...others, ...theirs]));
}
