import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { loadConfig, repositoryRoot } from '../../src/sources/load-config.js';
import { UserError } from '../../src/foundation/errors.js';

let root: string;
let cwd: string;
const rules = [
  { name: 'outlier-detection' },
  {
    name: 'no-total-ejection',
    options: { share: { summary: 'The share.', default: 1, above: 0, most: 1 } },
  },
];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'load-config-')));
  cwd = join(root, 'work');
  mkdirSync(cwd);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

const load = async (text: string): Promise<Config> => {
  write('mesh-failover.yaml', text);
  return loadConfig({ cwd, rules });
};

/** The problems of a configuration that begins with `version: 1` on its first line. */
const problems = async (text: string): Promise<string[]> => {
  const error: unknown = await load(`version: 1\n${text}`).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error('no UserError', { cause: error });
  return error.message.split('\n').map((line) => line.replace(/^mesh-failover\.yaml:/, ''));
};

describe('which file', () => {
  test('none: every default', async () => {
    expect(loadConfig({ cwd, rules })).toEqual(defaultConfig);
  });

  test.each(['mesh-failover.yaml', 'mesh-failover.yml', 'mesh-failover.json'])(
    '%s',
    async (name) => {
      write(name, '{"version": 1, "profile": "csm-managed"}');
      const config = loadConfig({ cwd, rules });
      expect(config).toMatchObject({ file: name, profile: 'csm-managed' });
      expect(config.document?.locate(['profile'])).toMatchObject({ line: 1, column: 27 });
    },
  );

  test('two of them are an error', async () => {
    write('mesh-failover.yml', 'version: 1');
    await expect(load('version: 1')).rejects.toThrow(
      'mesh-failover.yaml and mesh-failover.yml are both here',
    );
  });

  test('another one can be named', async () => {
    write('ci/config', 'version: 1\npaths: ["../k8s", "a/*.yaml"]\n');
    const config = loadConfig({ cwd, file: 'ci/config', rules });
    expect(config).toMatchObject({ file: 'ci/config', paths: ['k8s', 'ci/a/*.yaml'] });
  });

  test.each(['nothing.yaml', 'folder'])('%s is an error', async (file) => {
    mkdirSync(join(cwd, 'folder'));
    expect(() => loadConfig({ cwd, file, rules })).toThrow(UserError);
    expect(() => loadConfig({ cwd, file, rules })).toThrow(file);
  });
});

describe('a configuration further up', () => {
  const from = (path: string) => loadConfig({ cwd: join(cwd, path), rules });

  test('counts up to the root of the repository, the nearest one alone', () => {
    write('mesh-failover.yaml', 'version: 1\nprofile: istio-1.30\n');
    write('repository/deep/deeper/x', '');
    write('repository/.git/config', '');
    expect(from('repository/deep/deeper')).toEqual(defaultConfig);
    write('repository/mesh-failover.yaml', 'version: 1\nprofile: csm-managed\npaths: [k8s]\n');
    expect(from('repository/deep/deeper')).toMatchObject({
      ...{ profile: 'csm-managed', file: '../../mesh-failover.yaml', paths: ['../../k8s'] },
    });
    write('repository/deep/mesh-failover.json', '{"version": 1}');
    expect(from('repository/deep/deeper').profile).toBe('istio-1.31');
    write('repository/deep/mesh-failover.yml', 'version: 1\n');
    expect(() => from('repository/deep/deeper')).toThrow(
      'mesh-failover.yml and mesh-failover.json are both in ..; remove one, or name the one to use (config)',
    );
    expect(repositoryRoot(join(cwd, 'repository/deep'))).toBe(join(cwd, 'repository'));
  });

  test('does not count without a repository', () => {
    write('mesh-failover.yaml', 'version: 1\nprofile: csm-managed\n');
    write('deep/x', '');
    expect(from('deep')).toEqual(defaultConfig);
    expect(repositoryRoot(join(cwd, 'deep'))).toBe(join(cwd, 'deep'));
  });
});

test('a full configuration', async () => {
  write('mesh.yaml', 'rootNamespace: root\n');
  const config = await load(`version: 1
profile: istio-1.30
meshConfig: mesh.yaml
paths: ["."]
clusters:
  - {name: a, locality: europe-west1, network: net-a, eastWestGateways: 2, context: gke_x,
     kubeconfig: ~/kube, paths: ["clusters/a"], ingress: {url: "http://x", headers: {a: b}, hostHeader: h}}
  - {name: b, locality: us-central1/b/c, kubeconfig: kube}
workloads:
  - host: hello.default.svc.cluster.local
    endpoints: [{locality: europe-west1/b, count: 2, cluster: a, weight: 1, labels: {version: v1}, network: net-a}]
clients:
  - {name: edge-a, locality: europe-west1/b, cluster: a, namespace: istio-system, labels: {istio: ingressgateway}, rps: 20}
scenarios:
  - name: a-half
    outages: [{locality: europe-west1, kind: failing, count: 1}, {cluster: b, kind: cluster-lost}]
    expect: {hosts: [h], clients: [edge-a], split: {us-central1: 0.9, europe-west1/b: 0.1}, tolerance: 0.01, maxErrors: 0}
  - name: some
    outages: [{locality: europe-west1, kind: error-rate, rate: 0.005, seed: 7}]
rules:
  outlier-detection: off
  no-total-ejection: {severity: warning, options: {share: 0.5}}
frontDoor: dns
`);
  expect(config).toMatchObject({
    version: 1,
    profile: 'istio-1.30',
    rootNamespace: 'root',
    meshConfig: { rootNamespace: 'root' },
    paths: ['.'],
    rules: {
      'outlier-detection': { severity: 'off', options: {} },
      'no-total-ejection': { severity: 'warning', options: { share: 0.5 } },
    },
    frontDoor: 'dns',
    file: 'mesh-failover.yaml',
  });
  expect(config.clusters).toMatchObject([
    { name: 'a', paths: ['clusters/a'], kubeconfig: join(homedir(), 'kube') },
    { name: 'b', kubeconfig: join(cwd, 'kube') },
  ]);
  expect(config.clusters?.[1]).not.toHaveProperty('paths');
  expect(config.workloads[0]?.endpoints).toHaveLength(1);
  expect(config.scenarios.map(({ name }) => name)).toEqual(['a-half', 'some']);
});

describe('paths', () => {
  test.each(['../beside', '/etc', 'a/../../beside/*.yaml', 'link', 'link/x.yaml', 'link/*.yaml'])(
    '%s leads out',
    async (path) => {
      mkdirSync(join(root, 'beside'));
      symlinkSync('../beside', join(cwd, 'link'));
      const message = expect.stringMatching(/leads out of the working folder/);
      expect(await problems(`paths: ["${path}"]\n`)).toEqual([message]);
      expect(await problems(`meshConfig: "${path}"\n`)).toEqual([message]);
      expect(
        await problems(`clusters: [{name: a, locality: r, paths: [".", "${path}"]}]\n`),
      ).toEqual([message]);
    },
  );

  test('may be in the folder of a configuration that is elsewhere', async () => {
    write(
      '../beside/mesh-failover.yaml',
      'version: 1\npaths: [k8s]\nclusters: [{name: a, locality: r, paths: [a]}]\n',
    );
    const config = loadConfig({ cwd, file: '../beside/mesh-failover.yaml', rules });
    expect(config.paths).toEqual(['../beside/k8s']);
    expect(config.clusters?.[0]?.paths).toEqual(['../beside/a']);
  });

  test('absent: the working folder', async () => {
    write('ci/mesh-failover.yaml', 'version: 1\n');
    const config = loadConfig({ cwd, file: 'ci/mesh-failover.yaml', rules });
    expect(config.paths).toEqual(['.']);
  });

  test('a bare - is a file', async () => {
    expect((await load('version: 1\npaths: ["-"]\n')).paths).toEqual(['./-']);
  });
});

test('that is not there is an error where it is named', async () => {
  expect(await problems('meshConfig: nothing.yaml\n')).toEqual([
    expect.stringMatching(/^2:13: nothing\.yaml cannot be read: there is no such file/),
  ]);
});
