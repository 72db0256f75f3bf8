import { domainOf } from '../config/config.js';
import type { DestinationRuleSpec } from '../api/destination-rule.js';
import { ruleHost } from './destination-rules.js';
import { Guesses } from '../foundation/did-you-mean.js';
import { hostMeant, withoutSlip } from './host-meant.js';
import { indexOfHosts } from './host-index.js';
import { isWildcard, shortHost } from './host-name.js';
import { kept } from '../foundation/kept.js';
import { clientKinds } from './clients/client-kinds.js';
import type { ClientModel, DirectDestination } from './clients/client-model.js';
import type { Mesh } from './mesh.js';
import type { Place, Resource } from './resource.js';
import type { Route, RoutedDestination } from './route.js';
import { effectivePolicy, policiesIn } from './traffic-policy.js';
import type { Client, EndpointGroup } from './topology.js';
import type { SharedTarget, Target, TargetPolicy } from './target.js';

/**
 * Everything that clients route to, and what is declared besides, once for all clients that see the same configuration.
 * Where nothing is routed or declared at all, the hosts of the DestinationRules count as declared.
 */
export function sharedTargetsOf(mesh: Mesh, clients: readonly Client[]): SharedTarget[] {
  const routed = forEachVisibility(mesh, clients, (client) => routedTargets(mesh, client));
  const hosts = new Set(routed.map(({ host }) => host));
  const declared = declaredHosts(mesh).filter(({ host }) => !hosts.has(host));
  const known = [...hosts, ...declared.map(({ host }) => host)];
  const rest = [...declared, ...ruleHosts(mesh, known)];
  return [
    ...routed,
    ...forEachVisibility(mesh, clients, (client) => {
      const model: ClientModel = clientKinds[client.kind];
      if (model.direct) {
        return model.direct(mesh, client).map((one) => targetWithoutRoute(mesh, client, one));
      }
      return rest.map(({ host, port, place: first, places }) => {
        const place = places?.get(client.cluster) ?? first;
        return targetWithoutRoute(mesh, client, { host, port, place });
      });
    }),
  ];
}

function forEachVisibility(
  mesh: Mesh,
  clients: readonly Client[],
  find: (client: Client) => Target[],
): SharedTarget[] {
  const byVisibility = new Map<string, [first: Client, ...others: Client[]]>();
  for (const client of clients) {
    const visibility = mesh.visibility(client);
    const alike = byVisibility.get(visibility);
    if (alike) alike.push(client);
    else byVisibility.set(visibility, [client]);
  }
  return [...byVisibility.values()].flatMap((alike) =>
    find(alike[0]).map((target) => ({ clients: alike, ...target })),
  );
}

/** What is routed for each client, and then what is declared. */
export function targetsOf(
  mesh: Mesh,
  clients: readonly Client[],
  shared: readonly SharedTarget[] = sharedTargetsOf(mesh, clients),
): Target[] {
  const routed = shared.filter(({ route }) => route);
  const declared = shared.filter(({ route }) => !route);
  return [routed, declared].flatMap((targets) =>
    clients.flatMap((client) =>
      targets.flatMap((target) =>
        target.clients.includes(client) ? forClient(target, client) : [],
      ),
    ),
  );
}

/** The target for each of its clients. */
export function eachClient(target: SharedTarget): Target[] {
  return target.clients.map((client) => forClient(target, client));
}

/** Field by field: there are as many as clients and targets. */
function forClient(target: SharedTarget, client: Client): Target {
  const { host, port, subset, route, destination, place, policies, regions, isStream } = target;
  return {
    ...{ client, host, port, subset, route, destination, place, policies, regions },
    ...(isStream ? { isStream } : {}),
  };
}

function routedTargets(mesh: Mesh, client: Client): Target[] {
  const seen = new Set<string>();
  // The hosts of a VirtualService share its destinations.
  const known = new Map<RoutedDestination, TargetPolicy[]>();
  return mesh.routes(client).flatMap((route) => {
    if (route.shadowed || route.isRepeated || route.answer !== undefined) return [];
    return route.destinations.flatMap((destination) => {
      const { host, port, subset, share, path } = destination;
      const key = JSON.stringify([host, port, subset, route.host, route.name]);
      if (share === 0 || seen.has(key)) return [];
      seen.add(key);
      const place = { resource: route.virtualService, path: path.concat(nameKey(route)) };
      const policies = kept(known, destination, () =>
        policiesOf(mesh, { client, host, port, subset }),
      );
      const regions = endpointRegions(mesh, host);
      return { client, host, port, subset, route, destination, place, policies, regions };
    });
  });
}

/** What a client sends the requests of one destination of a route to. */
export function targetOfDestination(
  mesh: Mesh,
  client: Client,
  route: Route,
  destination: RoutedDestination,
): Target {
  const { host, port, subset, path } = destination;
  const place = { resource: route.virtualService, path: path.concat(nameKey(route)) };
  const policies = policiesOf(mesh, { client, host, port, subset });
  const regions = endpointRegions(mesh, host);
  return { client, host, port, subset, route, destination, place, policies, regions };
}

/** The key of a destination that names the host. */
function nameKey({ isOfGatewayApi }: Route): string {
  return isOfGatewayApi ? 'name' : 'host';
}

/** What a client sends requests to that no route of the manifests takes: the service that they ask for. */
export function targetWithoutRoute(
  mesh: Mesh,
  client: Client,
  { host, port, place, isStream }: DirectDestination,
): Target {
  const subset = undefined;
  const policies = policiesOf(mesh, { client, host, port, subset });
  const regions = endpointRegions(mesh, host);
  const [route, destination] = [undefined, undefined];
  return {
    ...{ client, host, port, subset, route, destination, place, policies, regions },
    ...(isStream ? { isStream } : {}),
  };
}

function policiesOf(
  mesh: Mesh,
  { client, host, port, subset }: Pick<Target, 'client' | 'host' | 'port' | 'subset'>,
): TargetPolicy[] {
  return mesh.destinationRule(client, host).possible.map((merged) => ({
    merged,
    policy: effectivePolicy(merged, port, subset),
  }));
}

/** The regions in which a host has endpoints, sorted. */
export function endpointRegions({ memory, topology }: Mesh, host: string): string[] {
  return memory.of(topology.endpoints(host), regionsIn);
}

function regionsIn(endpoints: readonly EndpointGroup[]): string[] {
  const names = endpoints.map(({ locality }) => locality.region).filter(Boolean);
  return [...new Set(names)].sort();
}

interface DeclaredHost {
  host: string;
  port: number | undefined;
  place: Place | undefined;
  /** By cluster, where the folders of clusters declare it. */
  places?: Map<string, Place>;
}

/** Each host and port once: the folder of every cluster may declare the same Service. */
function declaredHosts({ services, config }: Mesh): DeclaredHost[] {
  const declared = new Map<string, DeclaredHost>();
  const known = new Set<string>();
  for (const { host, ports, resource } of services.all) {
    if (isWildcard(host)) continue;
    known.add(host);
    // A ServiceEntry beside a Service adds endpoints, but no ports.
    if (resource.kind !== services.find(host)?.resource.kind) continue;
    for (const port of ports.length ? ports : [undefined]) {
      const key = JSON.stringify([host, port]);
      const place = { resource, path: ['metadata', 'name'] };
      const one = kept(declared, key, () => ({ host, port, place }));
      if (resource.cluster === undefined) continue;
      one.places ??= new Map();
      kept(one.places, resource.cluster, () => place);
    }
  }
  const fromWorkloads = config.workloads
    .filter(({ host }) => !known.has(host))
    .map(({ host }) => ({ host, port: undefined, place: undefined }));
  return [...declared.values(), ...fromWorkloads];
}

/**
 * The hosts that DestinationRules with a failover policy name, and that nothing else here does: their Services are in another
 * repository, and sidecars are their clients. One that is nearly called like a known host without a rule is misspelt; where nothing
 * is known, the hosts of all rules count.
 */
function ruleHosts({ resources, config }: Mesh, known: readonly string[]): DeclaredHost[] {
  const hosts = new Map<string, DeclaredHost>();
  const isAlone = known.length === 0 && resources.VirtualService.length === 0;
  const others = new Set(known);
  const ruled = new Set(resources.DestinationRule.map(ruleHost));
  const withoutRule = [...others].filter((host) => !ruled.has(host));
  // A policy for many hosts is meant for this one too.
  const wide = indexOfHosts(
    resources.DestinationRule.filter(({ spec }) => setsLocalities(spec))
      .map(ruleHost)
      .filter(isWildcard),
  );
  const guesses = new Guesses();
  const isMisspelt = (host: string) =>
    guesses.among(withoutRule, () => hostMeant(host, withoutRule)) !== undefined;
  for (const rule of resources.DestinationRule) {
    const host = ruleHost(rule);
    if (isWildcard(host) || host === '' || others.has(host) || hosts.has(host)) continue;
    if (withoutSlip(host, domainOf(config)) !== host) continue;
    // Which workloads those are nobody knows.
    if (rule.spec.workloadSelector) continue;
    const isMeant = isAlone || setsLocalities(rule.spec) || wide.patternsCovering(host).length > 0;
    if (!isMeant || (!isAlone && isMisspelt(host))) continue;
    hosts.set(host, { host, port: undefined, place: { resource: rule, path: ['spec', 'host'] } });
  }
  return [...hosts.values()];
}

function setsLocalities(spec: DestinationRuleSpec): boolean {
  return policiesIn(spec).some(({ loadBalancer }) => loadBalancer?.localityLbSetting !== undefined);
}

/** The objects that decide about the requests to a target: its policies, its route and what leads a client to it. */
export function objectsBehind({
  client,
  policies,
  route,
}: Pick<Target, 'client' | 'policies' | 'route'>): Resource[] {
  return [
    ...policies.flatMap(({ merged }) => merged.rules),
    ...(route
      ? [route.virtualService, route.root, ...clientKinds[client.kind].entryObjects(route)]
      : []),
  ];
}

/** The Service of a target, or the entry that declares its host; none where the manifests have neither. */
export function servicesBehind({ services }: Mesh, { host }: Pick<Target, 'host'>): Resource[] {
  const service = services.find(host)?.resource;
  return service ? [service] : [];
}

/** `hello-world.default:80 subset v1`, for messages. */
export function titleOfTarget({
  host,
  port,
  subset,
}: Pick<Target, 'host' | 'port' | 'subset'>): string {
  return `${shortHost(host)}${port === undefined ? '' : `:${port}`}${subset ? ` subset ${subset}` : ''}`;
}
