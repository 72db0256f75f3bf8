import { concernsFailover } from '../api/kinds.js';
import type { ClusterConfig, Config } from '../config/config.js';
import type { MeshConfig } from '../api/mesh-config.js';
import { checkMeshConfig } from '../config/mesh-config.js';
import { UserError } from '../foundation/errors.js';
import { buildMesh, type Mesh } from '../mesh/mesh.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import type { Environment as FoundEnvironment, FoundMeshConfig } from '../units/unit.js';

/** The objects that are deployed and work together: those of all clusters of one mesh. */
export interface Environment {
  /** Null: the only one. */
  name: string | null;
  mesh: Mesh;
  /** The file in the tree that the mesh configuration comes from; undefined: from none. */
  meshConfigFile: string | undefined;
}

/** Builds the mesh of an environment that was found. */
export function environmentOf(
  { name, clusters, documents }: FoundEnvironment,
  config: Config,
  meshConfigs: readonly FoundMeshConfig[],
): Environment {
  const found = config.meshConfig ? undefined : onlyMeshConfig(name, meshConfigs);
  const declared = environmentClusters(name, clusters, config);
  const own: Config = {
    ...config,
    ...(declared && { clusters: declared }),
    ...(found && withMeshConfig(config, readMeshConfig(found))),
  };
  const placed = documents.flatMap((one): PlacedDocument[] => {
    const { document, cluster, namespace, namespaceSource, effects } = one;
    if (!concernsFailover(document.value)) return [];
    const isNamespaceKnown = namespaceSource !== 'unknown';
    return [{ document, cluster, namespace, isNamespaceKnown, effects }];
  });
  return { name, mesh: buildMesh(own, placed), meshConfigFile: found?.file };
}

/** The configuration's own clusters, or those that the folders are; undefined: neither says any. */
function environmentClusters(
  name: string | null,
  found: FoundEnvironment['clusters'],
  { clusters, environments }: Config,
): ClusterConfig[] | undefined {
  const own = name === null ? undefined : environments?.[name]?.clusters;
  if (own ?? clusters) return own ?? clusters;
  return found.length > 0
    ? found.map(({ name: cluster, locality = cluster }) => ({ name: cluster, locality }))
    : undefined;
}

/** @throws UserError where a field has a wrong type. */
function readMeshConfig({ file, range, value }: FoundMeshConfig): MeshConfig {
  const { meshConfig, wrong } = checkMeshConfig(value);
  if (wrong.length === 0) return meshConfig;
  const place = `${file}:${range.line}:${range.column}`;
  throw new UserError(
    wrong.map(({ path, message }) => `${place}: ${path.join('.')}: ${message}`).join('\n'),
  );
}

function onlyMeshConfig(
  environment: string | null,
  meshConfigs: readonly FoundMeshConfig[],
): FoundMeshConfig | undefined {
  const own = meshConfigs.filter(
    (one) => one.environment === environment || one.environment === null,
  );
  const [first] = own;
  const text = JSON.stringify(first?.value);
  const other = own.find(({ value }) => JSON.stringify(value) !== text);
  if (!first || !other) return first;
  const where = environment === null ? '' : ` of environment ${environment}`;
  throw new UserError(
    `${first.file} and ${other.file} hold different mesh configurations${where}; ` +
      'name the file that counts under meshConfig, or leave the other out (exclude)',
  );
}

function withMeshConfig(config: Config, meshConfig: MeshConfig): Partial<Config> {
  const { rootNamespace = config.rootNamespace } = meshConfig;
  return { meshConfig, rootNamespace };
}
