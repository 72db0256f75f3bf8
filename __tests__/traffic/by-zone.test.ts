/** Which rows go by zone, and which outages there are then. */
import { describe, expect, test } from '@jest/globals';
import type { LocalityLbSetting } from '../../src/api/traffic-policy.js';
import type { Config } from '../../src/config/config.js';
import { rowTargets, scenariosOf } from '../../src/traffic/table.js';
import { isByZone } from '../../src/traffic/zones.js';
import { gateway, policyFor, routed, twoRegions, EJECTS_ALL } from './two-regions.js';

const places = (...localities: string[]): Partial<Config> => ({
  workloads: [
    {
      host: 'web.shop.svc.cluster.local',
      endpoints: localities.map((locality) => ({ locality })),
    },
  ],
});
const to = routed({ route: [{ destination: { host: 'web' } }] });
const meshOf = (setting: LocalityLbSetting | undefined, config: Partial<Config>) =>
  twoRegions([gateway, to, policyFor('web', setting, EJECTS_ALL)], config);
const shares = (key: string, other: string): LocalityLbSetting => ({
  distribute: [{ from: '*', to: { [key]: 70, [other]: 30 } }],
});
const isOf = (mesh: ReturnType<typeof twoRegions>) => {
  const [target] = rowTargets(mesh);
  return target && isByZone(mesh, target);
};

const ZONES = ['europe-west1/b', 'europe-west1/c', 'us-central1/a'];
const BY_ZONE = shares('europe-west1/b', 'europe-west1/c');

describe('a policy', () => {
  test.each<[string, LocalityLbSetting | undefined, string[], boolean]>([
    ['about zones', BY_ZONE, ZONES, true],
    ['about zones with wildcards', shares('europe-west1/b/*', 'europe-west1/c/*'), ZONES, true],
    ['about regions', shares('europe-west1', 'us-central1'), ZONES, false],
    [
      'about zones, of which a host runs in one for each region',
      BY_ZONE,
      [ZONES[0]!, ZONES[2]!],
      false,
    ],
    [
      'that orders by zones',
      { failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] },
      ZONES,
      true,
    ],
    ['without a setting', undefined, ZONES, false],
  ])('%s', (_, setting, localities, expected) => {
    expect(isOf(meshOf(setting, places(...localities)))).toBe(expected);
  });

  test('of the mesh counts where the rule has none', () => {
    const config = { ...places(...ZONES), meshConfig: { localityLbSetting: BY_ZONE } };
    expect(isOf(meshOf(undefined, config))).toBe(true);
    expect(isOf(twoRegions([gateway, to], config))).toBe(true);
    // The rule's own hides it.
    expect(isOf(meshOf(shares('europe-west1', 'us-central1'), config))).toBe(false);
  });

  test('in a single region always is', () => {
    const clusters = [{ name: 'a', locality: 'europe-west1' }];
    const config = { ...places(...ZONES.slice(0, 2)), clusters };
    expect(isOf(meshOf(undefined, config))).toBe(true);
  });
});

describe('outages', () => {
  const names = (mesh: ReturnType<typeof twoRegions>, zones?: boolean) =>
    scenariosOf(mesh, zones === undefined ? undefined : { depth: 1, zones })
      .map(({ name }) => name)
      .filter((name) => name.startsWith('failing:'))
      .map((name) => name.slice('failing:'.length));
  const regions = ['europe-west1', 'us-central1'];

  test('are those of zones too where policies are about them and a region has several', () => {
    expect(names(meshOf(BY_ZONE, places(...ZONES)))).toEqual([
      ...regions,
      'europe-west1/b',
      'europe-west1/c',
    ]);
    const plain = meshOf(shares('europe-west1', 'us-central1'), places(...ZONES));
    expect(names(plain)).toEqual(regions);
    expect(names(plain, false)).toEqual(regions);
  });

  test('are those of every zone where they are asked for', () => {
    const plain = meshOf(shares('europe-west1', 'us-central1'), places(...ZONES.toReversed()));
    expect(names(plain, true)).toEqual([...regions, ...ZONES]);
    expect(names(meshOf(BY_ZONE, places(...ZONES)), true)).toEqual([...regions, ...ZONES]);
  });

  test('of the only region are none, unless its zones are asked for', () => {
    const clusters = [{ name: 'a', locality: 'europe-west1' }];
    const mesh = meshOf(undefined, { ...places('europe-west1/b', 'europe-west1/c'), clusters });
    expect(names(mesh)).toEqual(['europe-west1/b', 'europe-west1/c']);
    expect(names(mesh, true)).toEqual(['europe-west1', 'europe-west1/b', 'europe-west1/c']);
    const one = meshOf(undefined, { ...places('europe-west1/b'), clusters });
    expect(names(one)).toEqual(['europe-west1']);
  });
});
