import { describe, expect, test } from '@jest/globals';
import { linesOf, repository, rule, service } from './repository.js';

/** The names of the environments, and of the clusters of each. */
function shapeOf(files: Record<string, string>) {
  return repository(files).environments.map(
    ({ name, clusters }) =>
      `${name ?? '-'}: ${clusters.map((cluster) => `${cluster.name}=${cluster.locality ?? '?'}`).join(' ')}`,
  );
}

test('files in folders without anything in common are one unit', () => {
  const found = repository({
    'gateway.yaml': rule('a', 'x'),
    'apps/b/rule.yaml': rule('b', 'x'),
    'apps/c/rule.yaml': rule('c', 'x'),
  });
  expect(found.environments.map(({ name }) => name)).toEqual([null]);
  expect(found.units).toEqual([
    { id: 'folder:.', kind: 'folder', path: '.', rendered: true, objects: 3 },
  ]);
  expect(found.assumptions).toEqual([]);
});

test('copies within one folder stay together, as do objects of one name in different namespaces or groups', () => {
  const gateway = (apiVersion: string) =>
    JSON.stringify({ apiVersion, kind: 'Gateway', metadata: { name: 'g', namespace: 'x' } });
  const found = repository({
    'a/one.yaml': `${rule('a', 'x')}\n---\n${rule('a', 'x')}`,
    'a/two.yaml': rule('a', 'x'),
    'b/rule.yaml': rule('a', 'y'),
    'c/gateway.yaml': gateway('networking.istio.io/v1'),
    'd/gateway.yaml': gateway('gateway.networking.k8s.io/v1'),
  });
  expect(found.environments).toHaveLength(1);
  expect(found.environments[0]?.documents).toHaveLength(6);
});

describe('folders that hold the same object', () => {
  test.each([
    ['clusters/a/r.yaml', 'clusters/b/r.yaml', ['a', 'b']],
    ['overlays/dev/x.yaml', 'overlays/prod/y.yaml', ['dev', 'prod']],
    ['v1/deep/er/r.yaml', 'v2/r.yaml', ['v1', 'v2']],
    ['step-1/r.yaml', 'step-2/r.yaml', ['step-1', 'step-2']],
    ['01-start/r.yaml', '02-canary/r.yaml', ['01-start', '02-canary']],
    ['us-east-1/r.yaml', 'us-west-2/r.yaml', ['us-east-1', 'us-west-2']],
  ])('%s and %s are environments', (one, other, names) => {
    const files = {
      [one]: rule('web', 'shop'),
      [other]: rule('web', 'shop'),
      'gw.yaml': rule('gw', 'shop'),
    };
    const found = repository(files);
    expect(found.environments.map(({ name }) => name)).toEqual(names);
    // What lies beside them belongs to both.
    expect(found.environments.map(({ documents }) => documents.length)).toEqual([2, 2]);
    expect(found.assumptions.join()).toMatch(/hold the same objects, so each is an environment/);
  });

  test('a sibling with other objects is one of them if its name is of the same kind, else it is for all', () => {
    const files = {
      'dev/r.yaml': rule('web', 'shop'),
      'prod/r.yaml': rule('web', 'shop'),
      'staging/other.yaml': rule('other', 'shop'),
      'common/gw.yaml': rule('gw', 'shop'),
    };
    expect(linesOf(repository(files))).toEqual([
      'dev: DestinationRule shop/gw folder:.',
      'dev: DestinationRule shop/web folder:dev',
      'prod: DestinationRule shop/gw folder:.',
      'prod: DestinationRule shop/web folder:prod',
      'staging: DestinationRule shop/gw folder:.',
      'staging: DestinationRule shop/other folder:staging',
    ]);
  });

  test('the stages of several applications are one environment each', () => {
    const files = {
      'apps/x/dev/r.yaml': rule('x', 'n'),
      'apps/x/prod/r.yaml': rule('x', 'n'),
      'apps/y/dev/s.yaml': rule('y', 'n'),
      'apps/y/prod/s.yaml': rule('y', 'n'),
      // Only in one stage: nothing else there has its objects.
      'apps/z/prod/t.yaml': rule('z', 'n'),
    };
    expect(linesOf(repository(files))).toEqual([
      'dev: DestinationRule n/x folder:apps/x/dev',
      'dev: DestinationRule n/y folder:apps/y/dev',
      'prod: DestinationRule n/x folder:apps/x/prod',
      'prod: DestinationRule n/y folder:apps/y/prod',
      'prod: DestinationRule n/z folder:apps/z/prod',
    ]);
  });

  test('files called like stages or regions are alternatives; other copies in a folder are not', () => {
    const shapes = (one: string, other: string) =>
      shapeOf({
        [one]: rule('web', 'shop'),
        [other]: rule('web', 'shop'),
        'x/s.yaml': service('s', 'n'),
      });
    expect(shapes('k8s/web-dev.yaml', 'k8s/web-prod.yaml')).toEqual(['web-dev: ', 'web-prod: ']);
    expect(shapes('staging.yml', 'production.json')).toEqual(['production: ', 'staging: ']);
    expect(shapes('clusters/eu-west-1.yaml', 'clusters/us-east-1.yaml')).toEqual([
      '-: eu-west-1=eu-west-1 us-east-1=us-east-1',
    ]);
    expect(shapes('k8s/web.yaml', 'k8s/web-copy.yaml')).toEqual(['-: ']);
  });

  test('stages are environments although each has a namespace of its own; other folders are not', () => {
    const files = {
      'web/dev/r.yaml': rule('web', 'shop-dev'),
      'web/prod/r.yaml': rule('web', 'shop'),
      // The same names for two tenants are two applications of one mesh.
      'tenants/a/r.yaml': rule('pay', 'a'),
      'tenants/b/r.yaml': rule('pay', 'b'),
    };
    expect(linesOf(repository(files))).toEqual([
      'dev: DestinationRule a/pay folder:.',
      'dev: DestinationRule b/pay folder:.',
      'dev: DestinationRule shop-dev/web folder:web/dev',
      'prod: DestinationRule a/pay folder:.',
      'prod: DestinationRule b/pay folder:.',
      'prod: DestinationRule shop/web folder:web/prod',
    ]);
  });

  test('an object of a folder that lies again below it is an alternative of its own', () => {
    const files = {
      'app/r.yaml': rule('web', 'shop'),
      'app/gw.yaml': rule('gw', 'shop'),
      'app/canary/r.yaml': rule('web', 'shop'),
    };
    expect(linesOf(repository(files))).toEqual([
      'app: DestinationRule shop/gw folder:.',
      'app: DestinationRule shop/web folder:app',
      'canary: DestinationRule shop/gw folder:.',
      'canary: DestinationRule shop/web folder:app/canary',
    ]);
  });

  test('alternatives that have nothing to do with each other are paired off', () => {
    const files = {
      'a/v1/r.yaml': rule('a', 'n'),
      'a/v2/r.yaml': rule('a', 'n'),
      'b/one/r.yaml': rule('b', 'n'),
      'b/two/r.yaml': rule('b', 'n'),
      'b/three/r.yaml': rule('b', 'n'),
    };
    const found = repository(files);
    const held = found.environments.map(({ documents }) => documents.map(({ unit }) => unit.path));
    expect(held).toHaveLength(3);
    expect(new Set(held.flat())).toEqual(new Set(['a/v1', 'a/v2', 'b/one', 'b/two', 'b/three']));
    for (const paths of held) expect(paths).toHaveLength(2);
  });
});

test('stages of files belong together by their words, whichever stages an application has', () => {
  const files = {
    'k8s/pay-dev.yaml': rule('pay', 'n'),
    'k8s/pay-prod.yaml': rule('pay', 'n'),
    'k8s/web-prod.yaml': rule('web', 'n'),
    'k8s/web-test.yaml': rule('web', 'n'),
    'k8s/test/mail.yaml': rule('mail', 'n'),
    'k8s/all.yaml': rule('gw', 'n'),
  };
  expect(linesOf(repository(files))).toEqual([
    'dev: DestinationRule n/gw folder:.',
    'dev: DestinationRule n/pay folder:k8s/pay-dev.yaml',
    'prod: DestinationRule n/gw folder:.',
    'prod: DestinationRule n/pay folder:k8s/pay-prod.yaml',
    'prod: DestinationRule n/web folder:k8s/web-prod.yaml',
    'test: DestinationRule n/gw folder:.',
    'test: DestinationRule n/mail folder:k8s/test',
    'test: DestinationRule n/web folder:k8s/web-test.yaml',
  ]);
});

test('applications whose stages hold versions keep each stage apart', () => {
  const files = {
    'a-dev/r.yaml': rule('a', 'n'),
    'a-prod/r.yaml': rule('a', 'n'),
    'x/b-prod/r.yaml': rule('b', 'n'),
    'x/b-test/r.yaml': rule('b', 'n'),
    'x/c/v1/r.yaml': rule('c', 'n'),
    'x/c/v2/r.yaml': rule('c', 'n'),
  };
  const held = repository(files).environments.map(({ documents }) =>
    documents.map(({ unit }) => unit.path.split('/').at(-1)),
  );
  for (const paths of held) {
    const stages = paths.flatMap((path) => /-(.*)$/.exec(path ?? '')?.[1] ?? []);
    expect(new Set(stages).size).toBeLessThanOrEqual(1);
  }
  expect(new Set(held.flat())).toEqual(
    new Set(['a-dev', 'a-prod', 'b-prod', 'b-test', 'v1', 'v2']),
  );
});

describe('clusters of one mesh', () => {
  const both = (one: string, other: string, from = 'us-west1', to = 'us-central1') => ({
    [`${one}/r.yaml`]: rule('web', 'shop', from),
    [`${other}/r.yaml`]: rule('web', 'shop', to),
  });

  test.each([
    ['us-west1', 'us-central1'],
    ['us-west-clusters', 'us-central-clusters'],
    ['regions/west', 'regions/central'],
    ['gke-us-west1', 'gke-us-central1'],
  ])('%s and %s, which are called like regions of the policies', (one, other) => {
    expect(shapeOf(both(one, other))).toEqual([
      expect.stringMatching(/^-: \S+=us-central1 \S+=us-west1$/),
    ]);
  });

  test('regions below a folder for clusters', () => {
    expect(
      shapeOf({ 'clusters/eu/s.yaml': service('a', 'n'), 'clusters/us/s.yaml': service('a', 'n') }),
    ).toEqual(['-: eu=eu us=us']);
  });

  test('regions below stages: the stages are environments', () => {
    const files = Object.fromEntries(
      ['prod/us', 'prod/eu', 'dev/us', 'dev/eu'].map((folder) => [
        `${folder}/s.yaml`,
        service('a', 'n'),
      ]),
    );
    expect(shapeOf(files)).toEqual(['dev: eu=eu us=us', 'prod: eu=eu us=us']);
    expect(linesOf(repository(files))).toContain('dev@us: Service n/a folder:dev/us');
  });

  test('stages below regions: the stages are environments, too', () => {
    const files = {
      'r1/dev/r.yaml': rule('web', 'n'),
      'r1/prod/r.yaml': rule('web', 'n'),
      'r2/dev/r.yaml': rule('web', 'n'),
      'r2/prod/r.yaml': rule('web', 'n'),
    };
    expect(shapeOf(files)).toEqual(['dev: r1=r1 r2=r2', 'prod: r1=r1 r2=r2']);
    expect(linesOf(repository(files))).toContain('prod@r2: DestinationRule n/web folder:r2/prod');
  });

  test('a stage with one region only has the cluster, too', () => {
    const files = {
      'prod/us/s.yaml': service('a', 'n'),
      'prod/eu/s.yaml': service('a', 'n'),
      'dev/us/s.yaml': service('a', 'n'),
    };
    expect(linesOf(repository(files))).toContain('dev@us: Service n/a folder:dev/us');
  });

  test('clusters of the configuration, by their names or localities', () => {
    const clusters = [
      { name: 'alpha', locality: 'r1' },
      { name: 'beta', locality: 'r2' },
    ];
    const found = repository(
      { 'alpha/s.yaml': service('a', 'n'), 'r2/s.yaml': service('a', 'n') },
      { clusters },
    );
    expect(linesOf(found)).toEqual([
      '-@alpha: Service n/a folder:alpha',
      '-@beta: Service n/a folder:r2',
    ]);
  });

  test('paths of the configuration decide, and the longest counts', () => {
    const clusters = [
      { name: 'a', locality: 'r1', paths: ['deploy'] },
      { name: 'b', locality: 'r2', sources: [{ path: 'deploy/second' }] },
    ];
    const files = {
      'deploy/s.yaml': service('s', 'n'),
      'deploy/second/s.yaml': service('s', 'n'),
      'all.yaml': rule('s', 'n'),
    };
    const found = repository(files, { clusters });
    expect(linesOf(found)).toEqual([
      '-: DestinationRule n/s folder:.',
      '-@a: Service n/s folder:deploy',
      '-@b: Service n/s folder:deploy/second',
    ]);
    expect(found.environments[0]?.clusters.map(({ name, locality }) => [name, locality])).toEqual([
      ['a', 'r1'],
      ['b', 'r2'],
    ]);
  });
});

test('environments of the configuration hold what their clusters name, and the rest', () => {
  const environments = {
    test: { clusters: [{ name: 't', locality: 'r1', paths: ['t'] }] },
    live: {
      clusters: [
        { name: 'e', locality: 'r1', paths: ['e'] },
        { name: 'w', locality: 'r2', paths: ['w'] },
      ],
    },
  };
  const files = Object.fromEntries(
    ['t', 'e', 'w', 'old'].map((folder) => [`${folder}/s.yaml`, service('s', 'n')]),
  );
  expect(linesOf(repository({ ...files, 'gw.yaml': rule('gw', 'n') }, { environments }))).toEqual([
    'live: DestinationRule n/gw folder:.',
    'live@e: Service n/s folder:e',
    'live@w: Service n/s folder:w',
    'test: DestinationRule n/gw folder:.',
    'test@t: Service n/s folder:t',
  ]);
});

test('thousands of files are alternatives by stage', () => {
  const files: Record<string, string> = {};
  for (let app = 0; app < 1000; app += 1) {
    for (const stage of ['dev', 'stage', 'prod'])
      files[`apps/app-${app}/${stage}/r.yaml`] = rule(`r${app}`, 'n');
  }
  const found = repository(files);
  expect(found.environments.map(({ documents }) => documents.length)).toEqual([1000, 1000, 1000]);
});

test('more environments than can be held at once are cut, and that is said', () => {
  const files: Record<string, string> = {
    'many.yaml': Array.from({ length: 10_000 }, (_, index) => service(`s${index}`, 'n')).join(
      '\n---\n',
    ),
  };
  for (let index = 0; index < 300; index += 1) files[`v${index}/r.yaml`] = rule('r', 'n');
  const found = repository(files);
  expect(found.environments).toHaveLength(29);
  expect(found.assumptions.join()).toMatch(
    /There are more than 29 environments, and only these are checked/,
  );
});

describe('variants of a file', () => {
  const environmentsOf = (files: Record<string, string>) =>
    repository(files).environments.map(({ name }) => name);
  const several = (...names: string[]) => names.map((name) => rule(name, 'n')).join('\n---\n');

  test('three files of a folder with one object are variants, whatever they are called', () => {
    const files = {
      'mesh/first.yaml': rule('web', 'n'),
      'mesh/half-half.yaml': rule('web', 'n'),
      'mesh/all-to-v2.yaml': several('web', 'more'),
      'mesh/gateway.yaml': rule('gw', 'n'),
      'other/service.yaml': rule('other', 'n'),
    };
    const found = repository(files);
    expect(found.environments.map(({ name }) => name)).toEqual(['all-to-v2', 'first', 'half-half']);
    expect(found.environments.map(({ documents }) => documents.length)).toEqual([4, 3, 3]);
    expect(found.assumptions.join()).toMatch(/The files mesh\/all-to-v2\.yaml, .* hold the same/);
  });

  test.each([
    ['gateway-http.yaml', 'gateway-https.yaml'],
    ['gateway.yaml', 'gateway.workshop.yaml'],
    ['src/test/resources/a.yaml', 'src/test/resources/b.yaml'],
  ])('%s and %s, with several objects in common', (one, other) => {
    const objects = several('a', 'b');
    expect(environmentsOf({ [one]: objects, [other]: objects })).toHaveLength(2);
  });

  test('what tells one pair apart tells the others of the folder apart', () => {
    const files = {
      'gateway-http.yaml': several('a', 'b'),
      'gateway-https.yaml': several('a', 'b'),
      'entry-http.yaml': rule('c', 'n'),
      'entry-https.yaml': rule('c', 'n'),
      'rest.yaml': rule('d', 'n'),
    };
    const held = repository(files).environments.map(({ documents }) =>
      documents.map(({ document }) => document.file).sort(),
    );
    expect(held).toEqual([
      ['entry-http.yaml', 'gateway-http.yaml', 'gateway-http.yaml', 'rest.yaml'],
      ['entry-https.yaml', 'gateway-https.yaml', 'gateway-https.yaml', 'rest.yaml'],
    ]);
  });

  test('what holds other kinds goes together, although a file with both ties them all', () => {
    const routes = (name: string) => rule(name, 'n').replace('DestinationRule', 'VirtualService');
    const files = {
      'both.yaml': [rule('web', 'n'), routes('web')].join('\n---\n'),
      'rules-mtls.yaml': several('web', 'cart'),
      'rules.yaml': several('web', 'cart'),
      'routes-v1.yaml': routes('web'),
      'routes-v2.yaml': routes('web'),
    };
    const held = repository(files).environments.map(({ name, documents }) => [
      name,
      ...new Set(documents.map(({ document }) => document.file)),
    ]);
    expect(held).toEqual([
      ['both', 'both.yaml'],
      ['routes-v1', 'rules-mtls.yaml', 'routes-v1.yaml'],
      ['routes-v2', 'rules-mtls.yaml', 'routes-v2.yaml'],
      ['rules-mtls', 'rules-mtls.yaml', 'routes-v1.yaml'],
      ['rules', 'rules.yaml', 'routes-v1.yaml'],
    ]);
  });

  test.each([
    ['rule.yaml', 'rule-copy.yaml', several('a', 'b')],
    ['one.yaml', 'two.yaml', several('a', 'b')],
    ['rule-1.yaml', 'rule-2.yaml', rule('a', 'n')],
    ['a/rule-1.yaml', 'a/rule-2.yaml', rule('a', 'n')],
  ])('%s and %s may be a mistake, and stay together', (one, other, objects) => {
    expect(environmentsOf({ [one]: objects, [other]: objects })).toEqual([null]);
  });
});
