import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError, Project, UserError } from '../../src/index.js';
import { runIn } from '../cli/run-in.js';

const folder = 'examples/hello-world';
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
);
const rule = 'destination-rule.yaml';
const capped = files[rule]!.replace('maxEjectionPercent: 100', 'maxEjectionPercent: 10');
const project = Project.of({ files });
const worse = project.withFile(rule, capped);
const rulesOf = (one: Project) => one.lint().findings.map((finding) => finding.rule);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('a project gives the objects of the command line:', () => {
  const json = async (...args: string[]) =>
    JSON.parse((await runIn(folder, [...args, '--format', 'json'])).stdout) as unknown;

  test('lint', async () => expect(plain(project.lint())).toEqual(await json('lint')));

  test('simulate', async () => {
    expect(plain(project.predict())).toEqual(await json('simulate'));
    expect(
      plain(
        project.predict({ scenarios: ['cluster-*'], clients: ['a'], hosts: ['hello-world.*'] }),
      ),
    ).toEqual(
      await json(
        ...['simulate', '--scenario', 'cluster-*', '--client', 'a', '--host', 'hello-world.*'],
      ),
    );
    expect(plain(project.predict({ depth: 2, zones: true }))).toEqual(
      await json('simulate', '--depth', '2', '--zones'),
    );
  });

  test('explain', async () => {
    for (const name of ['MF002', 'mf002', 'max-ejection-percent-100']) {
      expect(plain(project.explain(name))).toEqual(await json('explain', name));
    }
  });

  test('discover', async () => expect(plain(project.discover())).toEqual(await json('discover')));
});

test('a route that a client answers itself is named, as on the command line', () => {
  const redirect = files['virtual-service.yaml']!.replace(
    / {4}- route:[^]*/,
    '    - redirect: {uri: /new}\n',
  );
  const { results, answered } = project.withFile('virtual-service.yaml', redirect).predict();
  expect(answered).toMatchObject([{ publicHost: '*', clients: ['a', 'b'] }]);
  expect(results.filter(({ route }) => route !== null)).toEqual([]);
});

test('a map, an object and the steps that lead there make the same project', () => {
  const map = Project.of({ files: new Map(Object.entries(files)) });
  expect(map.lint()).toEqual(project.lint());
  let grown = Project.of({ files: {} });
  for (const [path, text] of Object.entries(files).reverse()) grown = grown.withFile(path, text);
  expect(grown.lint()).toEqual(project.lint());
  expect(grown.predict()).toEqual(project.predict());
  const { [rule]: _, ...without } = files;
  expect(project.withFile(rule, undefined).lint()).toEqual(Project.of({ files: without }).lint());
});

test('a change leaves the project as it was, and shows in the one that comes of it', () => {
  expect(rulesOf(worse)).toContain('max-ejection-percent-100');
  expect(rulesOf(project)).not.toContain('max-ejection-percent-100');
  const { findings, behaviour } = worse.compareWith(project);
  expect(findings.map((finding) => finding.rule)).toEqual(['max-ejection-percent-100']);
  expect(behaviour.changes.every(({ kind }) => kind === 'worse')).toBe(true);
  expect(behaviour.changes.length).toBeGreaterThan(0);
  expect(worse.compareWith(worse)).toMatchObject({ findings: [], behaviour: { changes: [] } });
});

test('fixes are made in memory', () => {
  expect(worse.fixes()).toEqual({ made: 1, files: new Map([[rule, files[rule]]]) });
  expect(project.fixes()).toEqual({ made: 0, files: new Map() });
});

test('ignores count unless the caller says otherwise', () => {
  const ignored = worse.withFile(
    rule,
    capped.replace('10\n', '10 # mesh-failover-ignore: max-ejection-percent-100 tried\n'),
  );
  expect(rulesOf(ignored)).not.toContain('max-ejection-percent-100');
  expect(ignored.lint({ ignores: false }).findings).toEqual(
    expect.arrayContaining([expect.objectContaining({ rule: 'max-ejection-percent-100' })]),
  );
});

describe('the configuration', () => {
  const config = files['mesh-failover.yaml']!;

  test('is the text that was given, else the file of its name', () => {
    const { 'mesh-failover.yaml': _, ...manifests } = files;
    const given = Project.of({ files: manifests, config });
    expect(given.predict()).toEqual(project.predict());
    expect(given.withFile('mesh-failover.yaml', 'wrong: 1\n').predict()).toEqual(project.predict());
    expect(Project.of({ files: manifests }).predict()).not.toEqual(project.predict());
    expect(
      Project.of({ files: manifests }).withFile('mesh-failover.yaml', config).predict(),
    ).toEqual(project.predict());
  });

  test('leaves files out', () => {
    const named = { ...files, 'other/broken.yaml': 'kind: [\napiVersion: networking.istio.io/v1' };
    const leavesOut = [`${config}exclude: [other]\n`, `${config}paths: ['*.yaml']\n`];
    for (const text of leavesOut) {
      const own = Project.of({ files: { ...named, 'mesh-failover.yaml': text } });
      expect(rulesOf(own)).toEqual(rulesOf(project));
      expect(rulesOf(own.withFile('other/more.yaml', 'kind: ['))).toEqual(rulesOf(project));
      expect(rulesOf(own.withFile('mesh-failover.yaml', config))).toContain('readable-manifest');
    }
    expect(rulesOf(Project.of({ files: named }))).toContain('readable-manifest');
  });

  test('is read anew where a file changes that it names', () => {
    const named = `${config}meshConfig: istio/mesh.yaml\n`;
    const meshConfig = 'localityLbSetting: {enabled: false}\n';
    const one = Project.of({ files: { ...files, 'istio/mesh.yaml': '{}\n' }, config: named });
    const other = Project.of({ files: { ...files, 'istio/mesh.yaml': meshConfig }, config: named });
    expect(one.withFile('istio/mesh.yaml', meshConfig).lint()).toEqual(other.lint());
    expect(() => one.withFile('istio/mesh.yaml', undefined)).toThrow(/is not among the files/);
    expect(() => one.withFile('istio/mesh.yaml', 'kind: Pod\n')).toThrow(ConfigurationError);
  });

  test('that is wrong throws every problem with its place', () => {
    const wrong = 'version: 1\nprofil: x\nclusters:\n  - {name: a, locality: 7}\n';
    let caught: unknown;
    try {
      Project.of({ files, config: wrong });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UserError);
    expect(caught).toMatchObject({
      name: 'ConfigurationError',
      problems: [
        { file: 'mesh-failover.yaml', line: 2, column: 1 },
        { file: 'mesh-failover.yaml', line: 4, column: 25 },
      ],
    });
    const { problems, message } = caught as ConfigurationError;
    expect(message.split('\n')).toEqual(
      problems.map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`),
    );
    expect(() => project.withFile('mesh-failover.yaml', wrong)).toThrow(ConfigurationError);
  });
});

test('names that do not exist are errors', () => {
  expect(() => project.explain('max-ejection-percent-10')).toThrow(UserError);
  expect(() => project.predict({ scenarios: ['healty'] })).toThrow(/did you mean "healthy"/);
  expect(() => project.predict({ clients: ['c'] })).toThrow(/^clients: c: nothing has that name/);
  expect(() => project.predict({ hosts: ['nowhere'] })).toThrow(UserError);
});
