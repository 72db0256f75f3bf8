import {
  deployOrderOf,
  gatewayApiGroup,
  groupOf,
  isLateKind,
  isRouteKind,
  istioGroup,
} from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import type { KubernetesObject } from '../cluster/cluster.js';
import { resolveGatewayName } from '../mesh/gateways.js';
import { domainOfHost, isSubsetOf, qualifyHost } from '../mesh/host-name.js';
import { isRecord } from './field-set.js';

/** An object on its way from what is in the cluster to what shall be there; undefined: absent. */
export interface Move {
  from: KubernetesObject | undefined;
  to: KubernetesObject | undefined;
}

/** One write of a move. */
export interface Step<M extends Move> {
  move: M;
  /** What is written; undefined: the object is deleted. */
  to: KubernetesObject | undefined;
  /** Not yet what is wanted: it serves the old routes and the new ones until the routes have changed. */
  isInterim: boolean;
}

/**
 * The order of writes in which no route ever names a gateway, a subset or a host that is not there: what routes stand on comes
 * first, in the order of kinds, and goes last. Where one write would take away what an old route still uses, an interim form holds both. Steps of a
 * wave may be done at the same time; the next wave begins when all of them are done.
 */
export function writeWaves<M extends Move>(moves: readonly M[]): Step<M>[][] {
  const present = moves.filter(({ to }) => to !== undefined);
  const absent = moves.filter(({ from, to }) => from && !to);
  const oldRoutes = moves.flatMap((move) => (isRoute(move) && move.from ? [move.from] : []));
  const ground = present.filter((move) => !isRoute(move) && !isLate(move));
  const interim = new Map(ground.map((move) => [move, interimOf(move, oldRoutes)]));
  const step = (move: M): Step<M> => ({ move, to: move.to, isInterim: false });
  const waves: Step<M>[][] = [
    ...inOrder(ground).map((wave) =>
      wave.map((move) => {
        const to = interim.get(move);
        return to ? { move, to, isInterim: true } : step(move);
      }),
    ),
    present.filter(isRoute).map(step),
    ...inOrder(present.filter(isLate)).map((wave) => wave.map(step)),
    ...inOrder(absent.filter(isLate))
      .toReversed()
      .map((wave) => wave.map(step)),
    absent.filter(isRoute).map(step),
    ground.filter((move) => interim.get(move) !== undefined).map(step),
    ...inOrder(absent.filter((move) => !isRoute(move) && !isLate(move)))
      .toReversed()
      .map((wave) => wave.map(step)),
  ];
  return waves.filter((wave) => wave.length > 0);
}

/** The moves of each place in the order of kinds; nothing needs another of its own place. */
function inOrder<M extends Move>(moves: readonly M[]): M[][] {
  const places = new Map<number, M[]>();
  for (const move of moves) {
    const { group, kind } = kindOfMove(move);
    addTo(places, deployOrderOf(group, kind), move);
  }
  return [...places].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}

function kindOfMove({ from, to }: Move): { group: string; kind: string } {
  const { apiVersion, kind } = to ?? from ?? { apiVersion: '', kind: '' };
  return { group: groupOf(apiVersion), kind };
}

/**
 * Whether a write takes away what routes stand on: a Gateway that they name or hosts of it, a ServiceEntry or Service that they
 * lead to, a DestinationRule for such a host or subsets of it that they name.
 */
export function takesGround(move: Move, route: KubernetesObject): boolean {
  const { from, to } = move;
  if (!from || isRoute(move)) return false;
  return to ? interimOf(move, [route]) !== undefined : isGroundOf(from, route);
}

function isGroundOf(object: KubernetesObject, route: KubernetesObject): boolean {
  const { kind, metadata } = object;
  const group = groupOf(object.apiVersion);
  const { name, namespace = '' } = metadata;
  const { namespace: own = '' } = route.metadata;
  const words = strings(route['spec']);
  if (kind === 'Gateway' && group === istioGroup) {
    return words.some((word) => resolveGatewayName(word, own) === `${namespace}/${name}`);
  }
  // The Gateway API names objects, each in a field of its own.
  if (group === gatewayApiGroup) return words.includes(name);
  const hosts = hostsOfGround(object);
  // A short name is in the domain of the full ones; where there are none, all are in the same.
  const clusterDomain = [...hosts, ...words].flatMap((word) => domainOfHost(word) ?? [])[0] ?? '';
  const scope = { namespace, clusterDomain };
  return hosts.some((written) => {
    const host = qualifyHost(written, scope);
    return words.some((word) =>
      isSubsetOf(qualifyHost(word, { namespace: own, clusterDomain }), host),
    );
  });
}

/** The hosts that an object is for. */
function hostsOfGround(object: KubernetesObject): string[] {
  const { kind, metadata } = object;
  const group = groupOf(object.apiVersion);
  if (group === '' && kind === 'Service') return [metadata.name];
  if (group !== istioGroup) return [];
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  if (kind === 'DestinationRule') return [String(spec['host'])];
  if (kind !== 'ServiceEntry' || !Array.isArray(spec['hosts'])) return [];
  return spec['hosts'].filter((host) => typeof host === 'string');
}

function isRoute(move: Move): boolean {
  const { group, kind } = kindOfMove(move);
  return isRouteKind(group, kind);
}

function isLate(move: Move): boolean {
  const { group, kind } = kindOfMove(move);
  return isLateKind(group, kind);
}

/** Undefined: nothing that the old routes use goes with this write. */
function interimOf(
  { from, to }: Move,
  oldRoutes: readonly KubernetesObject[],
): KubernetesObject | undefined {
  if (!from || !to) return undefined;
  const names = new Set(oldRoutes.flatMap((route) => strings(route['spec'])));
  if (groupOf(to.apiVersion) !== istioGroup) return undefined;
  if (to.kind === 'Gateway') return widerGateway(from, to, names);
  if (to.kind === 'ServiceEntry') return widerEntry(from, to, names);
  return to.kind === 'DestinationRule' ? widerRule(from, to, names) : undefined;
}

/** With the subsets that old routes name. */
function widerRule(from: KubernetesObject, to: KubernetesObject, names: ReadonlySet<string>) {
  const kept = list(to, 'subsets');
  const known = new Set(kept.map(({ name }) => name));
  const gone = list(from, 'subsets').filter(
    ({ name }) => !known.has(name) && names.has(String(name)),
  );
  return gone.length > 0 ? withSpec(to, { subsets: [...kept, ...gone] }) : undefined;
}

/** With the hosts that old routes name. */
function widerEntry(from: KubernetesObject, to: KubernetesObject, names: ReadonlySet<string>) {
  const wanted = hostsOfGround(to);
  const gone = hostsOfGround(from).filter((host) => !wanted.includes(host) && names.has(host));
  return gone.length > 0 ? withSpec(to, { hosts: [...wanted, ...gone] }) : undefined;
}

/** With the hosts and ports of before, if an old route is bound to the gateway. */
function widerGateway(from: KubernetesObject, to: KubernetesObject, names: ReadonlySet<string>) {
  const { name, namespace = '' } = to.metadata;
  if (![name, `${namespace}/${name}`].some((each) => names.has(each))) return undefined;
  const old = list(from, 'servers');
  const wanted = list(to, 'servers');
  const servers = wanted.map((server) => {
    const same = old.filter((each) => portOf(each) === portOf(server));
    return { ...server, hosts: [...new Set([server, ...same].flatMap(hostsOf))] };
  });
  const ports = new Set(wanted.map(portOf));
  const gone = old.filter((server) => !ports.has(portOf(server)));
  const isWider =
    gone.length > 0 ||
    servers.some(({ hosts }, index) => hosts.length > hostsOf(wanted[index]).length);
  return isWider ? withSpec(to, { servers: [...servers, ...gone] }) : undefined;
}

function withSpec(object: KubernetesObject, fields: Record<string, unknown>): KubernetesObject {
  return { ...object, spec: { ...(object['spec'] as object), ...fields } };
}

function list(object: KubernetesObject, field: string): Record<string, unknown>[] {
  const spec = object['spec'];
  const value = isRecord(spec) ? spec[field] : undefined;
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function portOf(server: Record<string, unknown>): unknown {
  return isRecord(server['port']) ? server['port']['number'] : undefined;
}

function hostsOf(server: Record<string, unknown> | undefined): unknown[] {
  return Array.isArray(server?.['hosts']) ? server['hosts'] : [];
}

/** Every text in a value, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
