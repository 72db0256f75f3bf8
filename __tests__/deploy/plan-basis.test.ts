/** What of a configuration a plan holds on to. */
import { describe, expect, test } from '@jest/globals';
import { basisChanges, planBasis } from '../../src/deploy/plan-basis.js';
import type { Config } from '../../src/config/config.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { rules } from '../../src/rules/index.js';

const cluster = {
  name: 'a',
  locality: 'europe-west1',
  context: 'one',
  ingress: { url: 'http://a' },
};
const planned = { version: 1, clusters: [cluster], workloads: [], deploy: { kinds: ['Service'] } };

function configOf(value: Record<string, unknown>): Config {
  const source = { file: 'mesh-failover.yaml', text: JSON.stringify(value) };
  return parseConfig(source, rules, {
    toWorkingPath: (path) => path,
    toKubeconfigPath: (path) => path,
    textOf: () => ({ text: '' }),
  });
}

function changes(now: Record<string, unknown>): string[] {
  return basisChanges(planBasis(configOf(planned)), configOf({ ...planned, ...now }));
}

describe('a plan is predicted from another configuration where', () => {
  test.each<[string, Record<string, unknown>]>([
    ['profile', { profile: 'csm-managed' }],
    ['clusters', { clusters: [{ ...cluster, locality: 'us-central1' }] }],
    ['clusters', { clusters: [cluster, { ...cluster, name: 'b' }] }],
    ['workloads', { workloads: [{ host: 'web', endpoints: [{ locality: 'europe-west1' }] }] }],
    ['clients', { clients: [{ name: 'edge', locality: 'europe-west1' }] }],
    ['frontDoor', { frontDoor: 'dns' }],
    ['rootNamespace', { rootNamespace: 'mesh' }],
    ['namespace', { namespace: 'shop' }],
    ['clusterDomain', { clusterDomain: 'example.local' }],
    [
      'scenarios',
      { scenarios: [{ name: 'a', outages: [{ kind: 'failing', locality: 'europe-west1' }] }] },
    ],
    ['links', { links: [{ from: 'europe-west1', to: 'us-central1', rttMs: 90 }] }],
    ['deploy.kinds', { deploy: { kinds: [] } }],
  ])('%s is another: %j', (key, now) => {
    expect(changes(now)).toEqual([key]);
  });
});

test.each<[string, Record<string, unknown>]>([
  ['nothing', {}],
  [
    'the way to a cluster',
    { clusters: [{ ...cluster, context: 'two', ingress: { url: 'http://b' } }] },
  ],
  ['the order of keys', { clusters: [Object.fromEntries(Object.entries(cluster).toReversed())] }],
  ['what a deployment waits for', { deploy: { kinds: ['Service'], gates: [{ soak: '1s' }] } }],
  ['rules', { rules: { 'capacity-under-failover': 'off' } }],
])('%s does not count', (_, now) => {
  expect(changes(now)).toEqual([]);
});

test('no configuration at all is another one than this', () => {
  expect(basisChanges({}, configOf(planned))).toEqual(['clusters', 'deploy.kinds', 'workloads']);
});
