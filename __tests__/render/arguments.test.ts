import { describe, expect, test } from '@jest/globals';
import {
  assumedApiVersions,
  helmArguments,
  kustomizeArguments,
  programEnvironment,
} from '../../src/render/arguments.js';
import { lastLines } from '../../src/render/last-lines.js';
import type { HelmRequest } from '../../src/units/rendering/request.js';

const request: HelmRequest = {
  tool: 'helm',
  chart: 'charts/web',
  release: 'web',
  namespace: 'shop',
  values: [],
  set: [],
};

const versions = `--api-versions=${assumedApiVersions.join(',')}`;

describe('arguments', () => {
  test('kustomize and kubectl build the folder that they are in, without a flag', () => {
    expect(kustomizeArguments({ name: 'kustomize', path: '/k' })).toEqual(['build', '.']);
    expect(kustomizeArguments({ name: 'kubectl', path: '/k' })).toEqual(['kustomize', '.']);
  });

  test('helm gets a release, a chart, files and values', () => {
    const set = [
      ['a.b', 'x,{y}=1'],
      ['n', 3],
      ['list[0].t', true],
    ] as const;
    expect(helmArguments({ ...request, set }, 'chart', ['values-0.yaml', 'values-1.yaml'])).toEqual(
      [
        ...['template', 'web', './chart', '--namespace=shop', '--skip-tests', versions],
        ...['--values=./values-0.yaml', '--values=./values-1.yaml'],
        ...['--set-string=a.b=x\\,\\{y\\}=1', '--set=n=3', '--set=list[0].t=true'],
      ],
    );
    expect(helmArguments({ ...request, namespace: undefined }, 'chart', [])).not.toContainEqual(
      expect.stringMatching(/^--namespace/),
    );
  });

  test.each([
    { release: '--post-renderer=/bin/true' },
    { release: '' },
    { release: 'A' },
    { namespace: 'x --kubeconfig=y' },
    { namespace: '' },
    { set: [['a,b', 'x']] as const },
    { set: [['a=b', 'x']] as const },
    { set: [['--x', 'x']] as const },
  ])('%j is refused', (change) => {
    expect(() => helmArguments({ ...request, ...change }, 'chart', [])).toThrow(/is no name/);
  });

  test('the environment is made from nothing', () => {
    const env = programEnvironment('/tmp/home');
    expect(env['HELM_PLUGINS']).toBe('');
    for (const name of [
      'PATH',
      'HOME',
      'KUBECONFIG',
      'HELM_CONFIG_HOME',
      'HELM_REPOSITORY_CACHE',
      'XDG_CONFIG_HOME',
    ]) {
      expect(env[name]).toMatch(/^\/tmp\/home/);
    }
    expect(Object.keys(env).filter((name) => /TOKEN|GITHUB|SECRET|AWS|GOOGLE/.test(name))).toEqual(
      [],
    );
  });

  test('the last lines of an error are short and name the files of the workspace', () => {
    const text = `WARNING: x\n\u001b[31mone\u001b[0m\n\n${'y'.repeat(1000)}\nError: /tmp/c/tree/top/a.yaml: no\n`;
    const lines = lastLines(text, '/tmp/c/tree');
    expect(lines).toBe(`one / ${'y'.repeat(300)} … / Error: top/a.yaml: no`);
  });
});
