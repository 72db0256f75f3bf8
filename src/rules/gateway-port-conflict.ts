import { distinctGateways } from '../mesh/clients/ingress-gateway.js';
import type { Server } from '../api/gateway.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place, Resource, FindingSubject } from '../mesh/resource.js';
import { satisfiesSelector } from '../mesh/selector.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'gateway-port-conflict',
  code: 'MF233',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'Two servers of a gateway take the same port from each other.',
  description: `All Gateways that select a gateway pod share its ports. istiod takes their servers in order of age, and drops what
does not fit, with nothing but a line in its log:

* behind a plaintext server, one of the same port that is not HTTP: HTTPS, TLS, or a second TCP server;
* a server with TLS one of whose hosts is taken on the port already, with all its other hosts.

The requests for a dropped server end with a reset or 404, in every region; which server is dropped depends on the age
of the objects, and can differ between clusters.`,
  references: ['istio/istio pilot/pkg/model/gateway.go mergeGateways'],
  check(mesh, report) {
    for (const servers of serversTogether(mesh)) {
      const taken = new TakenPorts();
      for (const later of servers) {
        const [conflict] = taken.rivalsOf(later).flatMap((earlier) => {
          // Two manifests of one Gateway are duplicate-resource's.
          const [own, theirs] = [later.at.resource, earlier.at.resource];
          const isCopy = own !== theirs && isSameName(own, theirs);
          const why = isCopy ? undefined : conflictOf(earlier.server, later.server);
          return why === undefined ? [] : { earlier, why };
        });
        taken.add(later);
        if (!conflict) continue;
        report({
          at: later.at,
          related: [{ at: conflict.earlier.at, message: 'the server that has the port' }],
          message:
            `Port ${String(later.server.port?.number)} is taken: ${conflict.why}, and istiod serves only one of the two and ` +
            'says nothing. The hosts of the other are not reached from any region. Use another port, or one server for both.',
        });
      }
    }
  },
};

interface PlacedServer {
  server: Server;
  at: Place;
  /** In the order in which istiod takes them. */
  turn: number;
}

/** Servers that are alike to every other one: those that stand for all of them. */
interface Alike {
  first: PlacedServer;
  /** The first one of another name: a later one may be a copy of the first. */
  other?: PlacedServer;
  /** The first one of the Gateway read last. */
  last: PlacedServer;
}

/** The servers of a gateway pod so far. Each is compared with few of them, however many there are. */
class TakenPorts {
  /** By port, and then by kind or host. */
  readonly #taken = new Map<string, Map<string, Alike>>();

  /** Those that stand for all that the server can be in conflict with, the oldest first. */
  rivalsOf({ server }: PlacedServer): PlacedServer[] {
    const taken = this.#taken.get(portOf(server));
    if (!taken) return [];
    const alike = [...kinds, ...hostKeys(server)].flatMap((key) => taken.get(key) ?? []);
    const rivals = new Set(
      alike.flatMap(({ first, other, last }) => (other ? [first, other, last] : [first, last])),
    );
    return [...rivals].sort((a, b) => a.turn - b.turn);
  }

  add(placed: PlacedServer): void {
    const port = portOf(placed.server);
    const taken = this.#taken.get(port) ?? new Map<string, Alike>();
    this.#taken.set(port, taken);
    for (const key of [kindOf(placed.server), ...hostKeys(placed.server)]) {
      const known = taken.get(key);
      if (!known) {
        taken.set(key, { first: placed, last: placed });
        continue;
      }
      const { resource } = placed.at;
      if (known.last.at.resource !== resource) known.last = placed;
      if (!isSameName(known.first.at.resource, resource)) known.other ??= placed;
    }
  }
}

function portOf({ port, bind = '' }: Server): string {
  return `${String(port?.number)} ${bind}`;
}

/** Servers of one kind are in conflict with the same others, as far as hosts do not matter. */
const kinds = ['encrypted', 'plain HTTP', 'plain'] as const;

function kindOf(server: Server): (typeof kinds)[number] {
  if (!isPlaintext(server)) return 'encrypted';
  return isHttp(server) ? 'plain HTTP' : 'plain';
}

/** Hosts matter between servers with TLS. */
function hostKeys({ tls, hosts = [] }: Server): string[] {
  return tls ? hosts.map((host) => `host ${host}`) : [];
}

/** Servers that meet in a gateway pod; where nobody knows its labels, those with one selector. */
function serversTogether(mesh: Mesh): PlacedServer[][] {
  return distinctGateways(mesh).flatMap(({ cluster, labels }) => {
    const pods = new Map<string, PlacedServer[]>();
    for (const gateway of mesh.view(cluster).of('Gateway')) {
      const { selector = {} } = gateway.spec;
      if (!satisfiesSelector(labels, selector)) continue;
      const key = labels ? '' : JSON.stringify(Object.entries(selector).sort());
      const servers = pods.get(key) ?? [];
      pods.set(key, servers);
      for (const placed of serversOf(gateway)) servers.push({ ...placed, turn: servers.length });
    }
    return [...pods.values()];
  });
}

function serversOf(resource: Resource<'Gateway'>): Omit<PlacedServer, 'turn'>[] {
  return (resource.spec.servers ?? []).map((server, index) => ({
    server,
    at: { resource, path: ['spec', 'servers', index, 'port'], part: 'key' },
  }));
}

function isSameName(a: FindingSubject, b: FindingSubject): boolean {
  return a.namespace === b.namespace && a.name === b.name;
}

function conflictOf(earlier: Server, later: Server): string | undefined {
  const number = earlier.port?.number;
  if (number === undefined || number !== later.port?.number) return undefined;
  if ((earlier.bind ?? '') !== (later.bind ?? '')) return undefined;
  const host =
    earlier.tls && later.tls && earlier.hosts?.find((name) => later.hosts?.includes(name));
  if (host) return `both servers are for ${host} with TLS settings`;
  if (isPlaintext(earlier) !== isPlaintext(later)) {
    return `one server is ${protocolOf(earlier)}, the other ${protocolOf(later)}`;
  }
  const isShared = !isPlaintext(earlier) || [earlier, later].every(isHttp);
  return isShared ? undefined : `${protocolOf(earlier)} and ${protocolOf(later)} cannot share it`;
}

function isHttp(server: Server): boolean {
  return /^(HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocolOf(server));
}

function isPlaintext(server: Server): boolean {
  return !/^(HTTPS|TLS)$/.test(protocolOf(server)) && !(server.tls && !server.tls.httpsRedirect);
}

function protocolOf({ port }: Server): string {
  return port?.protocol?.toUpperCase() ?? 'TCP';
}
