import type { Path } from '../foundation/range.js';
import { isMapping } from '../api/conform.js';
import type { Kind } from '../api/kinds.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { isSubsetOf } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { isBoundTo } from '../mesh/routes.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'cluster-drift',
  code: 'MF236',
  category: 'semantics',
  severity: 'error',
  needs: 'policy',
  summary: 'A Gateway, VirtualService or DestinationRule differs between clusters.',
  description: `The istiod of each cluster reads Gateways, VirtualServices and DestinationRules from its own cluster alone: the
policy in force is that of the cluster in which a request enters. Two copies that differ fail over in two ways, and the
one that was forgotten shows itself on the day when traffic enters there.

Compared are the folders of the clusters (\`clusters[].paths\`), field by field in \`spec\`. An object that only some of
the folders have is drift as well, where requests that enter in the others would need it; a Gateway in one folder alone is reported by \`single-cluster-ingress\`.`,
  references: [
    'istio/istio pilot/pkg/bootstrap/configcontroller.go makeKubeConfigController',
    'istio/istio issue 33253',
  ],
  check(mesh, report) {
    const folders = foldersInUse(mesh);
    if (folders.length === 0) return;
    for (const [first, ...others] of copies(mesh)) {
      if (!first) continue;
      const { kind, namespace, name, cluster } = first;
      for (const other of others) {
        const path = difference(first.spec, other.spec, ['spec']);
        if (!path) continue;
        const field = path.slice(1).join('.');
        report({
          at: { resource: other, path },
          related: [{ at: { resource: first, path }, message: `in cluster ${String(cluster)}` }],
          message:
            `${kind} ${namespace}/${name} has another ${field} in ${String(other.cluster)} than in ${String(cluster)}: ` +
            'what an outage does then depends on where a request enters. Give every cluster the same one.',
        });
      }
      const having = [first, ...others].map((one) => one.cluster);
      const missing = folders.filter(
        (folder) => !having.includes(folder) && isNeeded(mesh, first, folder),
      );
      if (missing.length === 0 || (kind === 'Gateway' && having.length === 1)) continue;
      report({
        at: { resource: first, path: ['metadata', 'name'] },
        message:
          `${kind} ${namespace}/${name} is in the folder of ${having.join(', ')}, but not of ${missing.join(', ')}: ` +
          'requests that enter there do without it, in an outage too. Put it into every folder.',
      });
    }
  },
};

/** The objects of the clusters' folders, those of one kind and name together; what is for all is no copy. */
function copies({ resources }: Mesh): Resource[][] {
  const { Gateway, VirtualService, DestinationRule } = resources;
  const found = new Map<string, Resource[]>();
  const shared = new Set<string>();
  for (const resource of [...Gateway, ...VirtualService, ...DestinationRule]) {
    const key = [resource.kind, resource.namespace, resource.name].join('/');
    if (resource.cluster === undefined) shared.add(key);
    // An object that is twice in a folder is duplicate-resource's.
    const same = found.get(key)?.filter(({ cluster }) => cluster !== resource.cluster) ?? [];
    found.set(key, [...same, resource]);
  }
  return [...found].flatMap(([key, list]) => (shared.has(key) ? [] : [list]));
}

/** Clusters without any object of their own read no configuration, or are not among the manifests. */
function foldersInUse({ resources }: Mesh): string[] {
  const { Gateway, VirtualService, DestinationRule } = resources;
  const clusters = [...Gateway, ...VirtualService, ...DestinationRule].map(
    ({ cluster }) => cluster,
  );
  return [...new Set(clusters)].filter((cluster) => cluster !== undefined);
}

/** Whether requests that enter in the cluster would meet the object: not every cluster runs everything. */
function isNeeded(mesh: Mesh, resource: Resource, cluster: string): boolean {
  if (isOf(resource, 'VirtualService')) {
    return mesh.view(cluster).gateways.some((gateway) => isBoundTo(resource, gateway));
  }
  if (!isOf(resource, 'DestinationRule')) return true;
  const host = ruleHost(resource);
  return mesh
    .sharedTargets()
    .some(
      (target) =>
        target.clients.some((client) => client.cluster === cluster) &&
        isSubsetOf(target.host, host),
    );
}

function isOf<K extends Kind>(resource: Resource, kind: K): resource is Resource<K> {
  return resource.kind === kind;
}

/** The path of the first difference, as deep as both have it. */
function difference(a: unknown, b: unknown, path: Path): Path | undefined {
  if (isMapping(a) && isMapping(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = difference(a[key], b[key], [...path, key]);
      if (found) return found;
    }
    return undefined;
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) {
      const found = difference(item, b[index], [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(a, b) ? undefined : path;
}
