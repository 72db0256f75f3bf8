import { describe, expect, test } from '@jest/globals';
import { linesOf, repository, rule, service } from './repository.js';

describe('Helm charts', () => {
  const chart = {
    'c/Chart.yaml': 'apiVersion: v2\nname: shop\n',
    'c/values.yaml': 'a: 1\nmeshConfig: {a: 1}\n',
  };
  const template =
    '{{- range .Values.x }}\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n{{ end }}\n';

  test('nothing below them is an object or a problem; subcharts belong to their parent', () => {
    const found = repository({
      ...chart,
      'c/templates/dr.yaml': template,
      'c/templates/whole.yaml': rule('whole', 'n'),
      'c/charts/sub/Chart.yaml': 'name: sub\n',
      'c/charts/sub/templates/vs.yaml': template,
      'c/crds/crd.yaml': service('crd', 'n'),
      'c/examples/r.yaml': rule('example', 'n'),
    });
    expect(found.problems).toEqual([]);
    expect(linesOf(found)).toEqual(['-: DestinationRule n/example folder:.']);
    expect(found.notRendered.map(({ unit, message }) => [unit.id, message])).toEqual([
      [
        'helm:c',
        'Not checked: the templates of the chart shop. Use `--render auto`, or run `helm template ./c | mesh-failover check -`.',
      ],
    ]);
    expect(found.meshConfigs).toEqual([]);
  });

  test('a chart without routes is passed over', () => {
    const found = repository({
      ...chart,
      'c/templates/d.yaml': 'kind: Deployment\napiVersion: apps/v1\nspec: {{ x }}\n',
    });
    expect(found.units).toEqual([]);
    expect(found.problems).toEqual([]);
    expect(found.environments).toEqual([{ name: null, clusters: [], units: [], documents: [] }]);
  });

  test('charts in a folder called charts are charts of their own', () => {
    const found = repository({
      'charts/a/Chart.yaml': 'name: a\n',
      'charts/a/templates/r.yaml': template,
      'charts/b/Chart.yaml': 'name: b\n',
      'charts/b/templates/r.yaml': template,
    });
    expect(found.notRendered.map(({ unit }) => unit.id)).toEqual([
      'helm:charts/a',
      'helm:charts/b',
    ]);
  });
});

const application = (name: string, path: string, destination: object, more: object = {}) =>
  JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { source: { repoURL: 'https://git/x', path, ...more }, destination },
  });

describe('Argo CD', () => {
  test('an Application gives a folder its namespace, but not over that of a manifest', () => {
    const found = repository({
      'apps/shop.yaml': application('shop', 'manifests/shop', { namespace: 'shop' }),
      'manifests/shop/r.yaml': `${rule('r')}\n---\n${rule('s', 'own')}`,
      'manifests/shop/deeper/r.yaml': rule('t'),
    });
    expect(linesOf(found)).toEqual([
      '-: DestinationRule default/t folder:.',
      '-: DestinationRule own/s argocd:shop',
      '-: DestinationRule shop/r argocd:shop',
    ]);
  });

  test('with recurse, what lies below belongs to it', () => {
    const found = repository({
      'app.yaml': application('shop', 'm', { namespace: 'shop' }, { directory: { recurse: true } }),
      'm/a/r.yaml': rule('r'),
    });
    expect(linesOf(found)).toEqual(['-: DestinationRule shop/r argocd:shop']);
  });

  test('it takes over a kustomization and a chart; remote sources are passed over', () => {
    const found = repository({
      'app.yaml': [
        application('k', 'k', { namespace: 'fallback' }),
        application('c', 'c', {}),
        application('gone', 'not/here', {}),
        application('remote', 'k2', {}, { chart: 'x' }),
      ].join('\n---\n'),
      'k/kustomization.yaml': 'resources: [r.yaml]\n',
      'k/r.yaml': rule('r'),
      'c/Chart.yaml': 'name: c\n',
      'c/templates/r.yaml': rule('{{ .Values.x }}'),
    });
    expect(found.units.map(({ id, rendered }) => [id, rendered])).toEqual([
      ['argocd:c', false],
      ['argocd:k', true],
    ]);
    expect(linesOf(found)).toEqual(['-: DestinationRule fallback/r argocd:k']);
  });

  test('one path for several destinations: alternatives, clusters where the configuration knows them', () => {
    const files = {
      'one.yaml': application('shop-one', 'm', { name: 'one', namespace: 'shop' }),
      'two.yaml': application('shop-two', 'm', { name: 'two', namespace: 'shop' }),
      'm/r.yaml': rule('r'),
    };
    expect(linesOf(repository(files))).toEqual([
      'one: DestinationRule shop/r argocd:shop-one',
      'two: DestinationRule shop/r argocd:shop-two',
    ]);
    const clusters = [
      { name: 'one', locality: 'r1' },
      { name: 'two', locality: 'r2' },
    ];
    expect(linesOf(repository(files, { clusters }))).toEqual([
      '-@one: DestinationRule shop/r argocd:shop-one',
      '-@two: DestinationRule shop/r argocd:shop-two',
    ]);
  });

  const set = (generators: object[], template: object) =>
    JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'set' },
      spec: { generators, template },
    });
  const template = (name: string, path: string, namespace: string) => ({
    metadata: { name },
    spec: { source: { path }, destination: { namespace } },
  });
  const folders = {
    'apps/a/r.yaml': rule('a'),
    'apps/b/r.yaml': rule('b'),
    'apps/skip/r.yaml': rule('skip'),
  };

  test.each([
    ['a list', [{ list: { elements: [{ app: 'a' }, { app: 'b' }] } }], '{{app}}', 'apps/{{ app }}'],
    [
      'a list with goTemplate',
      [{ list: { elements: [{ app: 'a' }, { app: 'b' }] } }],
      '{{.app}}',
      'apps/{{ .app }}',
    ],
    [
      'folders',
      [{ git: { directories: [{ path: 'apps/*' }, { path: 'apps/skip', exclude: true }] } }],
      '{{path.basename}}',
      '{{path}}',
    ],
    [
      'folders with goTemplate',
      [{ git: { directories: [{ path: 'apps/*' }, { path: 'apps/sk?p', exclude: true }] } }],
      '{{.path.basename}}',
      '{{.path.path}}',
    ],
    [
      'a matrix',
      [
        {
          matrix: {
            generators: [
              { list: { elements: [{ top: 'apps' }] } },
              { list: { elements: [{ app: 'a' }, { app: 'b' }] } },
            ],
          },
        },
      ],
      '{{app}}',
      '{{top}}/{{app}}',
    ],
  ])('an ApplicationSet over %s', (_, generators, name, path) => {
    const found = repository({
      ...folders,
      'set.yaml': set(generators, template(name, path, `ns-${name}`)),
    });
    expect(linesOf(found)).toEqual([
      '-: DestinationRule default/skip folder:.',
      '-: DestinationRule ns-a/a argocd:a',
      '-: DestinationRule ns-b/b argocd:b',
    ]);
  });

  test('an ApplicationSet over clusters: those of the configuration, or the folders that its path can mean', () => {
    const files = {
      'set.yaml': set([{ clusters: {} }], {
        metadata: { name: 'shop-{{name}}' },
        spec: {
          source: { path: 'live/{{name}}' },
          destination: { name: '{{name}}', namespace: 'shop' },
        },
      }),
      'live/one/r.yaml': rule('r'),
      'live/two/r.yaml': rule('r'),
    };
    expect(linesOf(repository(files))).toEqual([
      'one: DestinationRule shop/r argocd:shop-one',
      'two: DestinationRule shop/r argocd:shop-two',
    ]);
    const clusters = [{ name: 'one', locality: 'r1' }];
    expect(linesOf(repository(files, { clusters }))).toContain(
      '-@one: DestinationRule shop/r argocd:shop-one',
    );
  });

  test('git files: an element for each mapping in the files that the globs name', () => {
    const files = {
      'set.yaml': set(
        [
          {
            git: {
              files: [{ path: 'config/**/app.json' }, { path: 'config/old/*', exclude: true }],
            },
          },
        ],
        {
          metadata: { name: '{{path.basename}}-{{cluster.name}}' },
          spec: {
            source: { path: '{{folder}}' },
            destination: { name: '{{cluster.name}}', namespace: '{{path[1]}}' },
          },
        },
      ),
      'config/shop/app.json': '{"folder": "apps/web", "cluster": {"name": "one"}}',
      'config/pay/app.json': '{"folder": "apps/pay", "cluster": {"name": "one"}}',
      'config/old/app.json': '{"folder": "apps/old", "cluster": {"name": "one"}}',
      'apps/web/r.yaml': rule('r'),
      'apps/pay/r.yaml': rule('p'),
      'apps/old/r.yaml': rule('o', 'attic'),
    };
    expect(linesOf(repository(files))).toEqual([
      '-: DestinationRule attic/o folder:.',
      '-: DestinationRule pay/p argocd:pay-one',
      '-: DestinationRule shop/r argocd:shop-one',
    ]);
  });

  test.each<[string, object]>([
    ['git.files', { git: { files: [{ path: 'apps/*/config.json' }] } }],
    ['merge', { merge: { mergeKeys: ['app'], generators: [] } }],
    ['scmProvider', { scmProvider: {} }],
    ['pullRequest', { pullRequest: {} }],
    ['plugin', { plugin: {} }],
    ['list', { list: { elements: [{ app: 'a' }] }, selector: { matchLabels: { app: 'a' } } }],
    [
      'matrix of git.files',
      {
        matrix: {
          generators: [{ list: { elements: [{ app: 'a' }] } }, { git: { files: [{ path: 'x' }] } }],
        },
      },
    ],
    [
      'matrix',
      {
        matrix: {
          generators: [
            { list: { elements: [{ app: 'a' }] } },
            { git: { directories: [{ path: 'apps/{{app}}' }] } },
          ],
        },
      },
    ],
  ])('what a generator makes that is not evaluated is not guessed: %s', (name, generator) => {
    const files = {
      ...folders,
      'sets/set.yaml': set([generator], template('x', 'apps/{{app}}', 'n')),
    };
    const found = repository(files);
    expect(linesOf(found)).toEqual([
      '-: DestinationRule default/a folder:.',
      '-: DestinationRule default/b folder:.',
      '-: DestinationRule default/skip folder:.',
    ]);
    expect(found.notRendered.map(({ unit, file, message }) => [unit.id, file, message])).toEqual([
      [
        'argocd:set',
        'sets/set.yaml',
        expect.stringContaining(
          `which Applications the ApplicationSet set makes (its generator ${name} is not evaluated)`,
        ),
      ],
    ]);
    // Of another tree it says nothing.
    const elsewhere = set([generator], template('x', 'other/{{app}}', 'n'));
    expect(repository({ ...folders, 'set.yaml': elsewhere }).notRendered).toEqual([]);
  });

  test('what is known of a set counts beside what is not', () => {
    const generators = [
      { list: { elements: [{ app: 'a' }] } },
      { git: { files: [{ path: 'apps/*/config.json' }] } },
    ];
    const found = repository({
      ...folders,
      'set.yaml': set(generators, template('{{app}}', 'apps/{{app}}', 'n')),
    });
    expect(linesOf(found)).toContain('-: DestinationRule n/a argocd:a');
    expect(found.notRendered).toHaveLength(1);
  });

  test.each([
    [{ include: '*.yaml' }, ['a.yaml', 'b.yaml']],
    [{ include: '{a.yaml,c.json}' }, ['a.yaml', 'c.json']],
    [{ exclude: 'b*' }, ['a.yaml', 'c.json']],
    [{ include: '*.yaml', exclude: '{a,x}.yaml' }, ['b.yaml']],
    [{ include: 'deep/*', recurse: true }, ['deep/d.yaml']],
    [{ exclude: '*.yaml', recurse: true }, ['c.json']],
  ])('a folder with %j', (directory, files) => {
    const all = ['a.yaml', 'b.yaml', 'c.json', 'deep/d.yaml'];
    const found = repository({
      'app.yaml': application('shop', 'm', { namespace: 'shop' }, { directory }),
      ...Object.fromEntries(all.map((file) => [`m/${file}`, rule(file.replace(/.*\/|\..*/g, ''))])),
    });
    const taken = found.environments
      .flatMap(({ documents }) => documents)
      .filter(({ unit }) => unit.id === 'argocd:shop');
    expect(taken.map(({ document }) => document.file.slice(2)).sort()).toEqual(files);
  });

  test('two Applications may share a folder', () => {
    const found = repository({
      'a.yaml': application('a', 'm', { name: 'one' }, { directory: { include: 'a*' } }),
      'b.yaml': application('b', 'm', { name: 'two' }, { directory: { include: '{ab,b}.yaml' } }),
      'm/a.yaml': rule('a', 'n'),
      'm/ab.yaml': rule('ab', 'n'),
      'm/b.yaml': rule('b', 'n'),
    });
    expect(found.units.map(({ id, objects }) => [id, objects])).toEqual([
      ['argocd:a', 2],
      ['argocd:b', 2],
    ]);
  });

  describe('a path of another repository', () => {
    const files = {
      'a.yaml': application(
        'own',
        'm',
        { namespace: 'own' },
        { repoURL: 'git@host:team/Shop.git' },
      ),
      'b.yaml': application('other', 'n', { namespace: 'other' }, { repoURL: 'https://h/x/lib' }),
      'm/r.yaml': rule('m'),
      'n/r.yaml': rule('n'),
    };
    const names = (repositories: string[]) =>
      repository(files, {}, undefined, repositories).units.map(({ id }) => id);

    test('is not of this tree', () => {
      expect(names(['https://github.com/fork/shop'])).toEqual(['argocd:own', 'folder:.']);
      expect(names(['https://h/x/lib.git/', 'https://h/y/z'])).toEqual([
        'argocd:other',
        'folder:.',
      ]);
    });

    test('may be, where nothing says what this tree is', () => {
      expect(names([])).toEqual(['argocd:other', 'argocd:own']);
      expect(names(['https://mirror/copy'])).toEqual(['argocd:other', 'argocd:own']);
    });
  });

  test('functions and unknown parameters make no Application', () => {
    const found = repository({
      ...folders,
      'set.yaml': set(
        [{ list: { elements: [{ app: 'a' }] } }],
        template('x', 'apps/{{ lower .app }}', 'n'),
      ),
    });
    expect(found.units.map(({ id }) => id)).toEqual(['folder:.']);
  });
});

describe('Flux', () => {
  const flux = (name: string, path: string, spec: object = {}) =>
    JSON.stringify({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: { path, sourceRef: { kind: 'GitRepository', name: 'flux-system' }, ...spec },
    });

  test('a Kustomization takes all below its path, and targetNamespace replaces namespaces', () => {
    const found = repository({
      'clusters/live/apps.yaml': flux('apps', './apps/live', { targetNamespace: 'shop' }),
      'apps/live/a/r.yaml': rule('r', 'other'),
      'apps/live/b/kustomization.yaml': 'resources: [../../base]\n',
      'apps/base/kustomization.yaml': 'resources: [s.yaml]\n',
      'apps/base/s.yaml': service('s'),
    });
    expect(linesOf(found)).toEqual([
      '-: DestinationRule shop/r flux:apps',
      '-: Service shop/s flux:apps',
    ]);
  });

  test('clusters that deploy one path are told apart by their folders', () => {
    const files = {
      'clusters/us/apps.yaml': flux('apps', './apps'),
      'clusters/eu/apps.yaml': flux('apps', './apps'),
      'apps/r.yaml': rule('r', 'n'),
    };
    const found = repository(files);
    expect(found.units.map(({ id }) => id)).toEqual(['flux:apps:apps/eu', 'flux:apps:apps/us']);
    expect(found.environments.map(({ name }) => name)).toEqual(['eu', 'us']);
  });

  test('a source of another repository is passed over', () => {
    const source = (name: string, url: string) =>
      JSON.stringify({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name },
        spec: { url },
      });
    const from = (name: string) => ({ sourceRef: { kind: 'GitRepository', name } });
    const files = {
      'a.yaml': flux('own', './m', from('self')),
      'b.yaml': flux('other', './n', from('lib')),
      'c.yaml': flux('unknown', './o', from('not-here')),
      's.yaml': `${source('self', 'ssh://git@h/team/shop')}\n---\n${source('lib', 'https://h/lib')}`,
      'm/r.yaml': rule('m'),
      'n/r.yaml': rule('n'),
      'o/r.yaml': rule('o'),
    };
    const found = repository(files, {}, undefined, ['https://h/team/shop.git']);
    expect(found.units.map(({ id }) => id)).toEqual(['flux:own', 'flux:unknown', 'folder:.']);
  });

  test('a HelmRelease of a chart of the tree', () => {
    const found = repository({
      'release.yaml': JSON.stringify({
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'shop', namespace: 'shop' },
        spec: {
          chart: {
            spec: { chart: './charts/shop', sourceRef: { kind: 'GitRepository', name: 'x' } },
          },
        },
      }),
      'charts/shop/Chart.yaml': 'name: shop\n',
      'charts/shop/templates/r.yaml': rule('r'),
    });
    expect(found.units).toMatchObject([
      { id: 'flux:shop', path: 'charts/shop', namespace: 'shop', rendered: false },
    ]);
  });

  test('a file called kustomization.yaml may hold a Flux Kustomization', () => {
    const found = repository({
      'flux/kustomization.yaml': flux('apps', 'apps'),
      'apps/r.yaml': rule('r', 'n'),
    });
    expect(linesOf(found)).toEqual(['-: DestinationRule n/r flux:apps']);
  });
});
