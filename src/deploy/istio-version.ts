import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { CheckedCluster } from './gate.js';
import { isRecord } from './field-set.js';

/** The same for every cluster that answers, by its name. */
export async function istioVersions(
  checked: readonly { cluster: Cluster; error: unknown }[],
  { rootNamespace }: Pick<Config, 'rootNamespace'>,
): Promise<Map<string, string | undefined>> {
  const versions = checked
    .filter(({ error }) => error === undefined)
    .map(async ({ cluster }): Promise<[string, string | undefined]> => {
      return [cluster.name, await istioVersion(cluster, rootNamespace)];
    });
  return new Map(await Promise.all(versions));
}

/** The version of the istiod that runs in a cluster, by the tag of its image; undefined: none is seen, or we may not look. */
async function istioVersion(cluster: Cluster, rootNamespace: string): Promise<string | undefined> {
  try {
    const deployments = await cluster.list({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: rootNamespace },
      labelSelector: 'app=istiod',
    });
    const versions = deployments.flatMap((deployment) => versionOf(deployment['spec']));
    // While revisions run side by side, the newest is where things are going.
    return versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  } catch (error) {
    if (error instanceof ClusterError) return undefined;
    throw error;
  }
}

function versionOf(spec: unknown): string[] {
  const template = isRecord(spec) ? spec['template'] : undefined;
  const pod = isRecord(template) ? template['spec'] : undefined;
  const containers = isRecord(pod) && Array.isArray(pod['containers']) ? pod['containers'] : [];
  return containers.filter(isRecord).flatMap(({ image }) => {
    const tag = typeof image === 'string' ? /:(\d+\.\d+\.\d+[\w.-]*)(?:@|$)/.exec(image)?.[1] : '';
    return tag ? [tag] : [];
  });
}

/** What is odd about the versions of the clusters. */
export function versionWarnings(
  { profile }: Pick<Config, 'profile'>,
  versions: ReadonlyMap<string, string | undefined>,
  checked: readonly Pick<CheckedCluster, 'cluster' | 'set'>[],
): string[] {
  const expected = /^istio-(\d+\.\d+)$/.exec(profile)?.[1];
  if (expected === undefined) return [];
  const known = [...versions].flatMap(([cluster, version]) =>
    version ? [{ cluster, version }] : [],
  );
  // Where a control plane is elsewhere is said once: before the first deployment, if no cluster shows one.
  const isKnown = new Set(checked.filter(({ set }) => set).map(({ cluster }) => cluster.name));
  const unknown = [...versions.keys()].filter((name) => known.length === 0 && !isKnown.has(name));
  const odd = known.filter(({ version }) => !version.startsWith(`${expected}.`));
  const list = (all: typeof known) =>
    all.map(({ cluster, version }) => `${cluster} has ${version}`).join(', ');
  const isMixed = new Set(known.map(({ version }) => version)).size > 1;
  return [
    ...(odd.length > 0
      ? [`Istio is another version than the profile ${profile} says: ${list(odd)}`]
      : []),
    ...(isMixed && odd.length === 0
      ? [`the clusters have different versions of Istio: ${list(known)}`]
      : []),
    ...(unknown.length > 0
      ? [
          `the Istio version is not known in ${unknown.join(', ')}: no Deployment with app=istiod is seen`,
        ]
      : []),
  ];
}
