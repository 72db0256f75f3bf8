/** Manifests of a repository are seldom all that a cluster has: what may be elsewhere is no error. */
import { describe, expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';
import { all, application, gateway, route, rule, service } from '../field/objects.mjs';

const shop = { namespace: 'shop' };

type Files = Record<string, string>;

/** `warning duplicate-resource b.yaml` for each finding of a rule. */
function found(files: Files, name: string, config?: string): string[] {
  const { lint } = Project.of({ files, ...(config !== undefined && { config }) }).check();
  return lint.findings
    .filter(({ rule: own }) => own === name)
    .map(({ severity, file }) => `${severity} ${file}`);
}

const declared = `version: 1
clusters:
  - { name: east, locality: us-east1 }
  - { name: west, locality: us-west1 }
`;

describe('two files of a folder with one object', () => {
  const pair = (one: string, other: string): Files => ({
    [one]: application('web', shop),
    [other]: rule('web', { ...shop, back: false }),
  });

  test.each([
    ['rule-relaxed.yaml', 'rule.yaml'],
    ['web-retries.yaml', 'web-timeout.yaml'],
    ['copybook.yaml', 'golden.yaml'],
  ])('may be alternatives: %s and %s', (one, other) => {
    expect(found(pair(one, other), 'duplicate-resource')).toEqual([`warning ${other}`]);
  });

  test.each([
    ['web-copy.yaml', 'web.yaml'],
    ['web.yaml', 'web2.old.yaml'],
    ['web backup.yaml', 'web.yaml'],
  ])('are one too many where one was left behind: %s and %s', (one, other) => {
    expect(found(pair(one, other), 'duplicate-resource')).toEqual([`error ${other}`]);
  });

  test('are one too many where the configuration says what the mesh consists of', () => {
    const files = pair('rule.yaml', 'strict.yaml');
    expect(found(files, 'duplicate-resource', declared)).toEqual(['error strict.yaml']);
  });

  test('twice in one file is an error', () => {
    const files = { 'web.yaml': all(application('web', shop), rule('web', shop)) };
    expect(found(files, 'duplicate-resource')).toEqual(['error web.yaml']);
  });
});

describe('a destination without a Service', () => {
  const files = (destination: string, more: Files = {}): Files => ({
    'web.yaml': application('web', shop),
    'db.yaml': service('database', shop),
    'route.yaml': all(
      gateway('other', { ...shop, host: 'other.example.com' }),
      route('other', { ...shop, host: 'other.example.com', gateway: 'other', destination }),
    ),
    ...more,
  });

  test('may be made by an operator', () => {
    expect(found(files('broker'), 'destination-host-match')).toEqual(['warning route.yaml']);
  });

  test('is not taken for another one with a longer name', () => {
    const operated = files('dashboard', { 'd.yaml': service('dashboard-headless', shop) });
    expect(found(operated, 'destination-host-match')).toEqual(['warning route.yaml']);
  });

  test('may be the one that no namespace is known of', () => {
    const loose = files('broker', { 'loose/broker.yaml': service('broker') });
    expect(
      found(loose, 'destination-host-match').filter((one) => /^error|^warning/.test(one)),
    ).toEqual([]);
  });

  test('is misspelt where one is a slip away', () => {
    expect(found(files('databse'), 'destination-host-match')).toEqual(['error route.yaml']);
  });

  test('is missing where the configuration says what the mesh consists of', () => {
    expect(found(files('broker'), 'destination-host-match', declared)).toEqual([
      'error route.yaml',
    ]);
  });
});

describe('a subset that a route for sidecars names', () => {
  const meshRoute = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web-mesh
  namespace: shop
spec:
  hosts: [web]
  http:
    - route:
        - destination: { host: web, subset: v2 }
`;

  test('may be in a rule elsewhere, where there is none for the host', () => {
    const files = { 'service.yaml': service('web', shop), 'route.yaml': meshRoute };
    expect(found(files, 'subset-exists')).toEqual(['warning route.yaml']);
    expect(found(files, 'subset-exists', declared)).toEqual(['error route.yaml']);
  });

  test('may be in another of the rules that take turns', () => {
    const subsets = (...names: string[]) =>
      `${rule('web', shop)}  subsets:\n${names.map((name) => `    - name: ${name}\n`).join('')}`;
    const files = {
      'service.yaml': service('web', shop),
      'route.yaml': meshRoute,
      'rule-v1.yaml': subsets('v1'),
      'rule-v1-v3.yaml': subsets('v1', 'v3'),
      'rule-none.yaml': rule('web', shop),
    };
    expect(found(files, 'subset-exists')).toEqual(['error route.yaml']);
    const complete = { ...files, 'rule-v1-v2.yaml': subsets('v1', 'v2') };
    expect(found(complete, 'subset-exists')).toEqual(['warning route.yaml']);
  });

  test('may be in a rule without a namespace', () => {
    const files = {
      'web.yaml': application('web', shop),
      'route.yaml': meshRoute,
      'rules/web.yaml': `${rule('web')}  subsets:\n    - name: v2\n`,
    };
    expect(found(files, 'subset-exists')).toEqual(['warning route.yaml']);
  });

  test('is missing in the rule for the host', () => {
    const files = { 'web.yaml': application('web', shop), 'route.yaml': meshRoute };
    expect(found(files, 'subset-exists')).toEqual(['error route.yaml']);
  });
});

describe('a public host that two folders take', () => {
  const demo = (name: string) => ({
    [`${name}/gateway.yaml`]: gateway(name, { namespace: name }),
    [`${name}/route.yaml`]: route(name, { namespace: name, gateway: name }),
    [`${name}/service.yaml`]: service(name, { namespace: name }),
  });
  const variants = {
    'one/policy/a.yaml': rule('one', { namespace: 'one' }),
    'one/policy/b.yaml': rule('one', { namespace: 'one', back: false }),
    'one/policy/c.yaml': rule('one', { namespace: 'one', to: 'us-central1' }),
  };

  const alternativeDemos = {
    'three/policy.yaml': rule('three', { namespace: 'three' }),
    'four/policy.yaml': rule('three', { namespace: 'three', to: 'us-central1' }),
  };

  test('is no error in a collection of demos', () => {
    const files = { ...demo('one'), ...demo('two'), ...variants };
    expect(found(files, 'public-host-unserved')).toEqual(['warning two/route.yaml']);
  });

  test('is no error in a collection that lies beside a chart', () => {
    const demos = Object.entries({ ...demo('one'), ...demo('two'), ...alternativeDemos });
    const files = {
      ...Object.fromEntries(demos.map(([file, text]) => [`samples/${file}`, text])),
      'charts/route.yaml': route('elsewhere', { namespace: 'three', gateway: 'three' }),
    };
    expect(found(files, 'public-host-unserved')).toEqual(['warning samples/two/route.yaml']);
  });

  test('is one in a repository that is deployed as a whole', () => {
    const files = { ...demo('one'), ...demo('two') };
    expect(found(files, 'public-host-unserved')).toEqual(['error two/route.yaml']);
  });

  test('is one within a folder', () => {
    const files = {
      ...demo('one'),
      ...variants,
      'one/second.yaml': route('second', { namespace: 'one', gateway: 'one', destination: 'one' }),
    };
    expect(found(files, 'public-host-unserved')).toEqual(['error one/second.yaml']);
  });
});

test('a Gateway without a namespace may be the one that a route names', () => {
  const files = (options: { namespace?: string }) => ({
    'gateways/gateway.yaml': gateway('public', options),
    'routes/route.yaml': all(route('web', shop), service('web', shop)),
  });
  expect(found(files({}), 'gateway-exists')).not.toContain('error routes/route.yaml');
  expect(found(files({ namespace: 'istio-system' }), 'gateway-exists')).toEqual([
    'error routes/route.yaml',
  ]);
});
