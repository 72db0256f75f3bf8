/** Servers are compared with few others: it must come out as if each were compared with all. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { rule } from '../../src/rules/gateway-port-conflict.js';
import type { RuleReport } from '../../src/rules/rule.js';
import { meshFrom } from '../mesh/mesh-from.js';

interface Generated {
  /** Two Gateways of one name are two manifests of one object. */
  gateway: number;
  servers: { port: number; protocol: string; tls: boolean; hosts: string[] }[];
}

const server = fc.record({
  port: fc.constantFrom(80, 443),
  protocol: fc.constantFrom('HTTP', 'http2', 'HTTPS', 'TCP', 'TLS', 'MONGO'),
  tls: fc.boolean(),
  hosts: fc.uniqueArray(fc.constantFrom('a.example.com', 'b.example.com', '*'), { minLength: 1 }),
});
const gateways = fc.array(
  fc.record({ gateway: fc.nat(3), servers: fc.array(server, { minLength: 1, maxLength: 3 }) }),
  { maxLength: 6 },
);

function documentOf({ gateway, servers }: Generated): string {
  return stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: `gateway-${gateway}`, namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: servers.map(({ port, protocol, tls, hosts }) => ({
        port: { number: port, name: `${protocol}-${port}`, protocol },
        hosts,
        ...(tls && { tls: { mode: 'SIMPLE', credentialName: 'own' } }),
      })),
    },
  });
}

/** Who is told of, and who has the port. */
function conflicts(all: readonly Generated[]): [later: string, earlier: string][] {
  const reports: RuleReport[] = [];
  rule.check(meshFrom(all.map(documentOf).join('---\n')), (report) => reports.push(report));
  return reports.map(({ at, related = [] }) => {
    const [later = '', earlier = ''] = [at, ...related.map((one) => one.at)].map(
      ({ resource, path }) => `${resource.document.locate([]).line}/${String(path[2])}`,
    );
    return [later, earlier];
  });
}

test('each server is told of with the first one that it is in conflict with', () => {
  fc.assert(
    fc.property(gateways, (all) => {
      const single = all.flatMap(({ gateway, servers }, index) =>
        servers.map((one) => ({ index, generated: { gateway, servers: [one] } })),
      );
      const expected = single.flatMap((later, place) => {
        const earlier = single.slice(0, place).findIndex((other) => {
          const isCopy =
            other.index !== later.index && other.generated.gateway === later.generated.gateway;
          // Of one Gateway or of two: the rule itself, on these two alone.
          const pair = [other.generated, { ...later.generated, gateway: 9 }];
          return !isCopy && conflicts(pair).length > 0;
        });
        return earlier === -1 ? [] : [[place, earlier]];
      });
      expect(conflictsByPlace(all)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

/** The same, with servers by their number among all. */
function conflictsByPlace(all: readonly Generated[]): [later: number, earlier: number][] {
  const numbers = new Map<string, number>();
  let line = 1;
  for (const generated of all) {
    for (const index of generated.servers.keys()) {
      numbers.set(`${line}/${index}`, numbers.size);
    }
    line += documentOf(generated).split('\n').length;
  }
  return conflicts(all).map(([later, earlier]) => [
    numbers.get(later) ?? -1,
    numbers.get(earlier) ?? -1,
  ]);
}
