import { firstFew } from '../foundation/first-few.js';
import { kept } from '../foundation/kept.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { ClientModel } from '../mesh/clients/client-model.js';
import { sidecarScope } from '../mesh/clients/sidecar/scope.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { Route } from '../mesh/route.js';
import type { SharedTarget, Target } from '../mesh/target.js';
import { eachClient, sharedTargetsOf, targetWithoutRoute } from '../mesh/targets.js';
import { defaultRequestsPerSecond, type Client, type ClusterSite } from '../mesh/topology.js';
import { callerClasses, type CallerClass } from './caller-classes.js';
import { failingAnswersOf } from './failing-answers.js';
import { targetMode } from './target-mode.js';
import { isWithoutPolicy } from './without-policy.js';

/** The sidecars of which the configuration says nothing. */
export interface Callers {
  /** One for each cluster, or zone, and set of callers with the same configuration. */
  clients: readonly Client[];
  /** What they send requests to, of hosts with a policy for failover or a route for sidecars, once for all that get the same. */
  shared: readonly SharedTarget[];
  /** The same for each of them, with the routes that they answer with 5xx by themselves. */
  targets: readonly Target[];
  /** The hosts whose requests routes for sidecars lead elsewhere, or to a subset, and where they lead. */
  routed: ReadonlySet<string>;
  /** Whether the manifests say that no caller knows the host. */
  isUnknown(host: string): boolean;
}

/** The sidecars that call hosts of the mesh, where the configuration declares no clients. */
export function callersOf(mesh: Mesh): Callers {
  return mesh.memory.of(mesh, find);
}

function find(mesh: Mesh): Callers {
  const { config, topology } = mesh;
  const isOpen = !config.clients && topology.clusters.length > 0;
  const byView = new Map<unknown, ClusterSite[]>();
  for (const cluster of isOpen ? topology.clusters : []) {
    kept(byView, mesh.view(cluster.name), () => []).push(cluster);
  }
  const groups = [...byView.values()].map((clusters) => callersAt(mesh, clusters));
  const clients = [...new Set(groups.flatMap((group) => group.clients))];
  const shared = groups.flatMap((group) => group.shared);
  const targets = [
    ...shared.flatMap(eachClient),
    ...groups
      .flatMap(({ alone }) => failingAnswersOf(mesh, alone))
      .filter(({ client, unserved }) => !unserved?.route || isAsked(mesh, client, unserved.route)),
  ];
  const known = groups.map((group) => group.known);
  const isUnknown = (host: string) =>
    known.length > 0 && known.every((hosts) => hosts.size > 0 && !hosts.has(host));
  const routed = new Set(
    targets.flatMap(({ host, subset, route, unserved }) => {
      if (unserved?.route) return [unserved.publicHost];
      return route && (host !== route.host || subset) ? [host, route.host] : [];
    }),
  );
  return { clients, shared, targets, routed, isUnknown };
}

/** A destination that some classes of callers have alike. */
interface Alike {
  target: Target;
  classes: CallerClass[];
}

/** The callers of clusters that read the same. */
function callersAt(
  mesh: Mesh,
  clusters: readonly ClusterSite[],
): { clients: Client[]; shared: SharedTarget[]; alone: Client[]; known: Set<string> } {
  const hosts = new Set<string>();
  const [first] = clusters;
  if (!first) return { clients: [], shared: [], alone: [], known: hosts };
  const classes = callerClasses(mesh, first.name);
  const signatures = new Signatures(mesh);
  const alike = new Map<string, Alike>();
  for (const one of classes) {
    const client = clientOf(first, one, first.name);
    for (const host of sidecarScope(mesh, client).services.keys()) hosts.add(host);
    for (const target of targetsOfCaller(mesh, client)) {
      const key = signatures.of(target);
      kept(alike, key, (): Alike => ({ target, classes: [] })).classes.push(one);
    }
  }
  const known = new Map<string, Client[]>();
  const clientsOf = (own: readonly CallerClass[]) => {
    const title = titleOf(own, classes);
    return kept(known, title ?? '', () => clientsFor(mesh, clusters, own[0]!, title));
  };
  const shared = [...alike.values()].flatMap(({ target, classes: own }): SharedTarget[] => {
    const clients = clientsOf(own);
    const [client = target.client] = clients;
    return clients.length ? [{ ...target, client, clients }] : [];
  });
  const alone = classes.length ? clientsOf(classes) : [];
  return { clients: [...known.values()].flat(), shared, alone, known: hosts };
}

/** What sets some of the classes apart; undefined: all others count as they do. */
function titleOf(own: readonly CallerClass[], all: readonly CallerClass[]): string | undefined {
  if (own.length === all.length || own.some(({ title }) => title === undefined)) return undefined;
  return firstFew(own.map(({ title }) => title ?? ''));
}

/** One for each place of the clusters: those of their gateways. */
function clientsFor(
  { topology }: Mesh,
  clusters: readonly ClusterSite[],
  one: CallerClass,
  title: string | undefined,
): Client[] {
  return clusters.flatMap((cluster) => {
    const gateways = topology.clients.filter((client) => client.cluster === cluster.name);
    const places = new Map(gateways.map(({ locality }) => [formatLocality(locality), locality]));
    const several = places.size > 1;
    return [...places.values()].map((locality) => {
      const zone = several ? `/${locality.zone}` : '';
      const name = `mesh-${cluster.name}${zone}${title === undefined ? '' : `:${title}`}`;
      return { ...clientOf(cluster, one, name), locality };
    });
  });
}

function clientOf(cluster: ClusterSite, one: CallerClass, name: string): Client {
  const { namespace, isNamespaceKnown, labels } = one;
  return {
    kind: 'sidecar',
    name,
    cluster: cluster.name,
    locality: cluster.locality,
    namespace,
    isNamespaceKnown,
    network: cluster.network,
    labels: { ...labels },
    rps: defaultRequestsPerSecond,
  };
}

/** What a caller sends requests to, as far as somebody says what is to become of them. */
function targetsOfCaller(mesh: Mesh, client: Client): Target[] {
  const targets: Target[] = sharedTargetsOf(mesh, [client]);
  const known = new Set(targets.flatMap(({ host, route }) => [host, route?.host ?? host]));
  const model: ClientModel = clientKinds.sidecar;
  const undeclared = undeclaredHosts(mesh).filter(
    ({ host }) => !known.has(host) && model.knows?.(mesh, client, host, undefined) === true,
  );
  const others = undeclared.map(({ host, place }) =>
    targetWithoutRoute(mesh, client, { host, port: undefined, place }),
  );
  return [...targets, ...others].filter((target) => isMeant(mesh, target));
}

/** Hosts that rules or the configuration name, and nothing here declares. */
function undeclaredHosts(mesh: Mesh): Target[] {
  return mesh
    .sharedTargets()
    .filter(({ route, port, host }) => !route && port === undefined && !mesh.services.find(host));
}

/** Whether a host has a route for sidecars, or a policy for failover. */
function isMeant(mesh: Mesh, target: Target): boolean {
  if (target.route) return isAsked(mesh, target.client, target.route);
  if (isWithoutPolicy(mesh, target)) return false;
  const { host, policies } = target;
  const all = policies.length ? policies.map(({ policy }) => policy.value) : [{}];
  return all.some((policy) => !['unset', 'disabled'].includes(targetMode(mesh, host, policy)));
}

/** Whether anybody sends such requests: to a Service those for one of its ports. A route for its host takes those for port 80 too. */
function isAsked(
  mesh: Mesh,
  client: Client,
  { host, port }: Pick<Route, 'host' | 'port'>,
): boolean {
  const ports = sidecarScope(mesh, client).services.get(host)?.ports;
  return !ports || ports.some(({ number }) => number === port);
}

/** Texts that are the same for targets of callers to which the same happens. */
class Signatures {
  readonly #numbers = new Map<Resource, number>();
  readonly #mesh: Mesh;

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  of({ client, host, port, subset, route, destination, policies }: Target): string {
    const model: ClientModel = clientKinds[client.kind];
    const rules = policies.map(({ merged }) => merged.rules.map((rule) => this.#numberOf(rule)));
    return JSON.stringify([
      [host, port, subset, destination?.share],
      route && [route.host, route.port, route.name, route.matches, this.#numberOf(route.root)],
      rules,
      model.namespaceOf?.(this.#mesh, client, host),
      !route || model.knows?.(this.#mesh, client, host, port),
    ]);
  }

  #numberOf(resource: Resource): number {
    return kept(this.#numbers, resource, () => this.#numbers.size);
  }
}

/** Targets but for those of callers that nothing but the route tells from a gateway: the same rules apply to a host that it routes to. */
export function withoutLikeCallers(mesh: Mesh, targets: readonly Target[]): Target[] {
  const callers = new Set(callersOf(mesh).clients);
  const keyOf = ({ host, policies, client: { cluster, locality } }: Target) =>
    JSON.stringify([
      ...[host, cluster, formatLocality(locality)],
      policies.map(({ merged }) =>
        merged.rules.map((one) => [one.namespace, one.name, one.cluster]),
      ),
    ]);
  const known = new Set<string>();
  for (const target of targets) {
    if (target.route && !callers.has(target.client)) known.add(keyOf(target));
  }
  return targets.filter(
    (target) => target.route || !callers.has(target.client) || !known.has(keyOf(target)),
  );
}
