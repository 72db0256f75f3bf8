import { isMapping } from '../foundation/values.js';
import type { Path } from '../foundation/range.js';
import type { Kind } from '../api/kinds.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { describedClusters } from '../mesh/build-topology.js';
import { isSubsetOf, qualifyHost } from '../mesh/host-name.js';
import { matchesLocality, type Locality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { isBoundTo } from '../mesh/clients/gateway-bindings.js';
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

Compared are the manifests of each cluster (\`clusters[].paths\`, or folders that are called like regions of the mesh), by what the
clients in each cluster get. Two DestinationRules that each hold only the entry for their own region, under \`failover\` or \`distribute\`,
do not differ. An object that only some of the clusters have is drift as well, where clients in the others need it: their Gateways
route to its host, or they run its Service. A Gateway in one cluster alone is reported by \`single-cluster-ingress\`.`,
  references: [
    'istio/istio pilot/pkg/bootstrap/configcontroller.go makeKubeConfigController',
    'istio/istio issue 33253',
  ],
  check(mesh, report) {
    const folders = [...describedClusters(mesh.resources)];
    if (folders.length === 0) return;
    const isDeclared = declarations(mesh);
    for (const [first, ...others] of copies(mesh)) {
      if (!first) continue;
      const { kind, namespace, name, cluster } = first;
      for (const other of others) {
        const path = differenceForClients(mesh, first, other);
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
        (folder) => !having.includes(folder) && isNeeded(mesh, first, folder, isDeclared),
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

/** Whether a cluster runs a host's Service, as its own manifests or those for every cluster say; undefined: none says it. */
type IsDeclared = (host: string, cluster: string) => boolean | undefined;

function declarations({ services }: Mesh): IsDeclared {
  const clusters = new Map<string, Set<string | undefined>>();
  for (const { host, resource } of services.all) {
    clusters.set(host, (clusters.get(host) ?? new Set()).add(resource.cluster));
  }
  return (host, cluster) => {
    const having = clusters.get(host);
    return having && (having.has(cluster) || having.has(undefined));
  };
}

/** Whether clients in the cluster would meet the object: not every cluster runs everything. */
function isNeeded(
  mesh: Mesh,
  resource: Resource,
  cluster: string,
  isDeclared: IsDeclared,
): boolean {
  if (isOf(resource, 'VirtualService')) {
    const declared = mesh.view(cluster).of('Gateway');
    if (declared.some((gateway) => isBoundTo(resource, gateway))) return true;
    const { gateways = ['mesh'], hosts = [] } = resource.spec;
    return (
      gateways.includes('mesh') &&
      hosts.some((host) => isDeclared(qualifyHost(host, resource), cluster) === true)
    );
  }
  if (!isOf(resource, 'DestinationRule')) return true;
  const host = ruleHost(resource);
  return mesh.sharedTargets().some(
    (target) =>
      target.clients.some((client) => client.cluster === cluster) &&
      isSubsetOf(target.host, host) &&
      // What is declared for others only is none of this cluster's.
      (target.route !== undefined || isDeclared(target.host, cluster) !== false),
  );
}

function isOf<K extends Kind>(resource: Resource, kind: K): resource is Resource<K> {
  return resource.kind === kind;
}

/** The path of the first difference that the clients of either cluster notice, in the second copy. */
function differenceForClients(mesh: Mesh, first: Resource, other: Resource): Path | undefined {
  if (!isOf(first, 'DestinationRule') || !isOf(other, 'DestinationRule')) {
    return difference(first.spec, other.spec, ['spec']);
  }
  const [ofFirst, ofOther] = [first, other].map(({ cluster }) => localitiesIn(mesh, cluster));
  return localityAware(first.spec, other.spec, ['spec'], {
    first: ofFirst ?? [],
    other: ofOther ?? [],
  });
}

/** Where the clients of a cluster are. */
function localitiesIn({ topology }: Mesh, cluster: string | undefined): Locality[] {
  const sites = topology.clusters.filter(({ name }) => name === cluster);
  const clients = topology.clients.filter((client) => client.cluster === cluster);
  return [...sites, ...clients].map(({ locality }) => locality);
}

interface Sides {
  first: readonly Locality[];
  other: readonly Locality[];
}

/** As `difference`, but for entries under `failover` and `distribute`: each cluster needs those that its own clients use. */
function localityAware(a: unknown, b: unknown, path: Path, sides: Sides): Path | undefined {
  const key = path.at(-1);
  if ((key === 'failover' || key === 'distribute') && path.at(-2) === 'localityLbSetting') {
    return entriesDiffer(a, b, path, sides);
  }
  return differenceBy(a, b, path, (one, two, at) => localityAware(one, two, at, sides));
}

/** The first entry of one copy for clients of the other's cluster that the other has not, or has otherwise. */
function entriesDiffer(
  a: unknown,
  b: unknown,
  path: Path,
  { first, other }: Sides,
): Path | undefined {
  const ofFirst = byFrom(a);
  const ofOther = byFrom(b);
  for (const [from, { entry }] of ofFirst) {
    const own = ofOther.get(from);
    if (own && difference(entry, own.entry, [])) {
      if (isFor(from, first) || isFor(from, other)) return [...path, own.index];
    } else if (!own && isFor(from, other)) {
      return path;
    }
  }
  for (const [from, { index }] of ofOther) {
    if (!ofFirst.has(from) && isFor(from, first)) return [...path, index];
  }
  return undefined;
}

function byFrom(entries: unknown): Map<string, { entry: unknown; index: number }> {
  const found = new Map<string, { entry: unknown; index: number }>();
  if (!Array.isArray(entries)) return found;
  for (const [index, entry] of entries.entries()) {
    const from: unknown = isMapping(entry) ? entry['from'] : undefined;
    if (typeof from === 'string' && !found.has(from)) found.set(from, { entry, index });
  }
  return found;
}

function isFor(from: string, localities: readonly Locality[]): boolean {
  return localities.some((locality) => matchesLocality(locality, from));
}

/** The path of the first difference, as deep as both have it. */
function difference(a: unknown, b: unknown, path: Path): Path | undefined {
  return differenceBy(a, b, path, difference);
}

function differenceBy(
  a: unknown,
  b: unknown,
  path: Path,
  compare: (a: unknown, b: unknown, path: Path) => Path | undefined,
): Path | undefined {
  if (isMapping(a) && isMapping(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = compare(a[key], b[key], [...path, key]);
      if (found) return found;
    }
    return undefined;
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) {
      const found = compare(item, b[index], [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(a, b) ? undefined : path;
}
