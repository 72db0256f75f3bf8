import { describe, expect, test } from '@jest/globals';
import type { Config, EndpointConfig, WorkloadConfig } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { compareInventory } from '../../src/inventory/compare-inventory.js';
import { editConfig } from '../../src/inventory/edit-config.js';
import type { FoundEndpoint, FoundInventory } from '../../src/inventory/inventory.js';
import { UserError } from '../../src/foundation/errors.js';
import { parseMappings } from '../../src/manifest/parse.js';

const readAt = '2026-11-21T10:50:00Z';
const file = 'mesh-failover.yaml';

/** The text after an inventory in which each host has these endpoints. */
function after(text: string, hosts: Record<string, EndpointConfig[]>): string {
  const config = read(text);
  const inventory: FoundInventory = {
    clusters: (config.clusters ?? []).map(({ name, locality, network = '' }) => {
      return { cluster: name, locality, network, eastWestGateways: 0, warnings: [] };
    }),
    hosts: new Map(
      Object.entries(hosts).map(([host, endpoints]) => [host, endpoints.map(withCount)]),
    ),
    warnings: [],
  };
  const names = [...config.workloads.map(({ host }) => host), ...Object.keys(hosts)];
  const edited = editConfig(file, text, compareInventory(config, inventory, names), readAt);
  // Whatever was written says what was found.
  const { hosts: left } = compareInventory(read(edited), inventory, names);
  expect(left.filter(({ result }) => result === 'changed' || result === 'added')).toEqual([]);
  return edited;
}

const withCount = (endpoint: EndpointConfig): FoundEndpoint => {
  return { count: 1, cluster: 'a', ...endpoint, unready: 0 };
};

function read(text: string): Config {
  const [document] = parseMappings({ file, text, named: true }).documents;
  return { ...defaultConfig, ...(document?.value as Partial<Config>), file };
}

const clusters = 'clusters: [{ name: a, locality: r }, { name: b, locality: s }]\n';

describe('a configuration after an inventory', () => {
  test('comments, order and other hosts stay', () => {
    const before = `${clusters}# where it runs
workloads:
  - host: other.n # by hand
    endpoints: [{ locality: r }]
  - host: h.n
    readAt: 2026-01-01T00:00:00Z
    # zones
    endpoints:
      - { locality: r/1, count: 2 } # first
      - { locality: r/2 } # second
      - locality: s/1
        cluster: b
frontDoor: dns
`;
    const found = [
      { locality: 'r/1', count: 3 },
      { locality: 's/1', cluster: 'b', count: 2 },
      { locality: 's/2', cluster: 'b', labels: {} },
    ];
    // Labels are known as soon as one endpoint has them: then none of the old entries fits.
    const known = found.map((endpoint) => ({ ...endpoint, labels: {} }));
    expect(after(before, { 'h.n': found.slice(0, 2) })).toBe(`${clusters}# where it runs
workloads:
  - host: other.n # by hand
    endpoints: [{ locality: r }]
  - host: h.n
    readAt: ${readAt}
    # zones
    endpoints:
      - { locality: r/1, count: 3 } # first
      - locality: s/1
        cluster: b
        count: 2
frontDoor: dns
`);
    const all = after(before, { 'h.n': known });
    expect(all).toContain('      - { locality: s/2, cluster: b, labels: {} }\nfrontDoor: dns\n');
    expect(all).not.toContain('# first');
  });

  test('what is not listed comes behind the others', () => {
    const endpoint = { locality: 'r', cluster: 'a' };
    expect(after(`${clusters}# end`, { 'h.n': [endpoint], 'i.n': [] })).toBe(`${clusters.trimEnd()}
workloads:
  - host: h.n
    readAt: "${readAt}"
    endpoints:
      - { locality: r, cluster: a }
  - { host: i.n, readAt: "${readAt}", endpoints: [] }
# end`);
  });

  test('JSON stays JSON', () => {
    const before = '{"clusters": [{"name": "a", "locality": "r"}], "version": 1}';
    const edited = after(before, { 'h.n': [{ locality: 'r/1', count: 2, weight: 7 }] });
    const { workloads, version } = JSON.parse(edited) as {
      workloads: WorkloadConfig[];
      version: number;
    };
    expect(version).toBe(1);
    expect(workloads).toEqual([
      { host: 'h.n', readAt, endpoints: [{ locality: 'r/1', count: 2, cluster: 'a', weight: 7 }] },
    ]);
  });

  test('no endpoint is left, or the host is gone', () => {
    const before = `${clusters}workloads:
  - host: h.n
    endpoints:
      - { locality: r }
  - host: i.n
    readAt: ${readAt}
    endpoints: [{ locality: r }, { locality: s }]
`;
    expect(after(before, { 'h.n': [] })).toBe(`${clusters}workloads:
  - { host: h.n, readAt: "${readAt}", endpoints: [] }
  - { host: i.n, readAt: "${readAt}", endpoints: [] }
`);
  });

  test('a second time changes nothing', () => {
    const found = { 'h.n': [{ locality: 'r', labels: { version: '1', tier: 'a b' } }] };
    const once = after(clusters, found);
    expect(after(once, found)).toBe(once);
  });

  test('what stands for several places is not touched', () => {
    const before = `${clusters}workloads:
  - { host: h.n, endpoints: &shared [{ locality: r }] }
  - { host: i.n, endpoints: *shared }
`;
    expect(() => after(before, { 'h.n': [{ locality: 's', cluster: 'b' }] })).toThrow(UserError);
    expect(() => after(before, { 'h.n': [{ locality: 's', cluster: 'b' }] })).toThrow(
      /^mesh-failover\.yaml:3:\d+: cannot be edited/,
    );
  });
});
