import type { Server } from '../mesh/istio.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place, Resource, Subject } from '../mesh/resource.js';
import { isSelected } from '../mesh/topology.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'gateway-port-conflict',
  code: 'MF233',
  category: 'semantics',
  severity: 'warning',
  summary: 'No two servers of a gateway take the same port from each other.',
  description: `All Gateways that select a gateway pod share its ports. istiod takes their servers in order of age, and drops what
does not fit, with nothing but a line in its log:

* behind a plaintext server, one of the same port that is not HTTP: HTTPS, TLS, or a second TCP server;
* a server with TLS one of whose hosts is taken on the port already, with all its other hosts.

The requests for a dropped server end with a reset or 404, in every region; which server is dropped depends on the age
of the objects, and can differ between clusters.`,
  references: ['istio/istio pilot/pkg/model/gateway.go mergeGateways'],
  check(mesh, report) {
    for (const servers of serversTogether(mesh)) {
      for (const [index, later] of servers.entries()) {
        for (const earlier of servers.slice(0, index)) {
          // Two manifests of one Gateway are duplicate-resource's.
          const isCopy = isSameObject(earlier.at.resource, later.at.resource);
          const why = isCopy ? undefined : conflictOf(earlier.server, later.server);
          if (!why) continue;
          report({
            at: later.at,
            related: [{ at: earlier.at, message: 'the server that has the port' }],
            message:
              `Port ${String(later.server.port?.number)} is taken: ${why}, and istiod serves only one of the two and ` +
              'says nothing. The hosts of the other are not reached from any region. Use another port, or one server for both.',
          });
          break;
        }
      }
    }
  },
};

interface PlacedServer {
  server: Server;
  at: Place;
}

/** Servers that meet in a gateway pod; where nobody knows its labels, those with one selector. */
function serversTogether(mesh: Mesh): PlacedServer[][] {
  return mesh.topology.clients.flatMap(({ cluster, labels }) => {
    const pods = new Map<string, PlacedServer[]>();
    for (const gateway of mesh.view(cluster).gateways) {
      const { selector = {} } = gateway.spec;
      if (!isSelected(labels, selector)) continue;
      const key = labels ? '' : JSON.stringify(Object.entries(selector).sort());
      pods.set(key, [...(pods.get(key) ?? []), ...serversOf(gateway)]);
    }
    return [...pods.values()];
  });
}

function serversOf(resource: Resource<'Gateway'>): PlacedServer[] {
  return (resource.spec.servers ?? []).map((server, index) => ({
    server,
    at: { resource, path: ['spec', 'servers', index, 'port'], part: 'key' },
  }));
}

function isSameObject(a: Subject, b: Subject): boolean {
  return a !== b && a.namespace === b.namespace && a.name === b.name;
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
