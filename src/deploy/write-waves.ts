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
 * The order of writes in which no VirtualService ever names a gateway or a subset that is not there: what routes stand on comes
 * first and goes last. Where one write would take away what an old route still uses, an interim form holds both. Steps of a
 * wave may be done at the same time; the next wave begins when all of them are done.
 */
export function writeWaves<M extends Move>(moves: readonly M[]): Step<M>[][] {
  const present = moves.filter(({ to }) => to !== undefined);
  const absent = moves.filter(({ from, to }) => from && !to);
  const oldRoutes = moves.flatMap((move) => (isRoute(move) && move.from ? [move.from] : []));
  const ground = present.filter((move) => !isRoute(move));
  const interim = new Map(ground.map((move) => [move, interimOf(move, oldRoutes)]));
  const step = (move: M): Step<M> => ({ move, to: move.to, isInterim: false });
  const waves: Step<M>[][] = [
    ground.map((move) => {
      const to = interim.get(move);
      return to ? { move, to, isInterim: true } : step(move);
    }),
    present.filter(isRoute).map(step),
    absent.filter(isRoute).map(step),
    ground.filter((move) => interim.get(move) !== undefined).map(step),
    absent.filter((move) => !isRoute(move)).map(step),
  ];
  return waves.filter((wave) => wave.length > 0);
}

/**
 * Whether a write takes away what routes stand on: a Gateway that they name or hosts of it, a DestinationRule for a host that
 * they lead to or subsets of it that they name.
 */
export function takesGround(move: Move, route: KubernetesObject): boolean {
  const { from, to } = move;
  if (!from || isRoute(move)) return false;
  return to ? interimOf(move, [route]) !== undefined : isGroundOf(from, route);
}

function isGroundOf({ kind, metadata, ...rest }: KubernetesObject, route: KubernetesObject) {
  const { name, namespace = '' } = metadata;
  const { namespace: own = '' } = route.metadata;
  const words = strings(route['spec']);
  if (kind === 'Gateway') {
    return words.some((word) => resolveGatewayName(word, own) === `${namespace}/${name}`);
  }
  const spec = rest['spec'];
  if (!isRecord(spec)) return false;
  const written = String(spec['host']);
  // A short name is in the domain of the full ones; where there are none, all are in the same.
  const clusterDomain = [written, ...words].flatMap((word) => domainOfHost(word) ?? [])[0] ?? '';
  const host = qualifyHost(written, { namespace, clusterDomain });
  return words.some((word) =>
    isSubsetOf(qualifyHost(word, { namespace: own, clusterDomain }), host),
  );
}

function isRoute({ from, to }: Move): boolean {
  return (to ?? from)?.kind === 'VirtualService';
}

/** Undefined: nothing that the old routes use goes with this write. */
function interimOf(
  { from, to }: Move,
  oldRoutes: readonly KubernetesObject[],
): KubernetesObject | undefined {
  if (!from || !to) return undefined;
  const names = new Set(oldRoutes.flatMap((route) => strings(route['spec'])));
  return to.kind === 'Gateway' ? widerGateway(from, to, names) : widerRule(from, to, names);
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
