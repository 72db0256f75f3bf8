/** What a pull request cannot do with the programs that render; how the real ones behave is tested in __tests__/real/render/. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { RenderLimits } from '../../src/render/limits.js';
import { render } from '../../src/render/render.js';
import { requestKey, type Rendering } from '../../src/units/rendering/request.js';
import { invisible } from './outputs.js';
import { holds } from './sentences.js';

let root: string;
let work: string;
let mark: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'security-render-')));
  work = join(root, 'work');
  mark = join(root, 'ran');
  write('top/kustomization.yaml', 'resources: [a.yaml]\n');
  write('top/a.yaml', 'kind: A\n');
  write('chart/Chart.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  const file = join(work, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A program that stands for a real one; it notes its name and arguments. */
function program(text: string, folder = join(root, 'bin'), names = ['kustomize', 'helm']): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$0 $@" >> '${mark}'\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
}

const kustomize = { tool: 'kustomize', folder: 'top' } as const;
const helm = {
  tool: 'helm',
  chart: 'chart',
  release: 'x',
  namespace: 'shop',
  values: [],
  set: [],
} as const;

async function rendered(
  request: typeof kustomize | typeof helm = kustomize,
  limits: Partial<RenderLimits> = {},
  env: NodeJS.ProcessEnv = { PATH: join(root, 'bin') },
): Promise<Rendering | undefined> {
  const all = await render([request], { cwd: work, root: work, env, limits });
  return all.get(requestKey(request));
}

const calls = () => (existsSync(mark) ? readFileSync(mark, 'utf8').trim().split('\n') : []);

holds(
  '25. Rendering starts kustomize, kubectl and Helm from `PATH` and outside the workspace, and nothing else.',
  async () => {
    program('echo inside', work, ['kustomize', 'helm', 'kubectl']);
    program('echo inside', join(work, 'bin'), ['kustomize', 'helm', 'kubectl']);
    const PATH = [work, join(work, 'bin'), '.', ''].join(':');
    const env = { PATH, GITHUB_WORKSPACE: work };
    expect(await rendered(kustomize, {}, env)).toEqual({
      failure: 'there is neither kustomize nor kubectl in PATH; install one of them',
    });
    expect(await rendered(helm, {}, env)).toEqual({
      failure: 'there is no helm in PATH; install it',
    });
    expect(calls()).toEqual([]);
    const names = ['kustomize', 'helm', 'kubectl', 'git', 'sh', 'ssh', 'docker', 'go', 'curl'];
    program('echo "kind: A"', join(root, 'bin'), names);
    const good = { ...env, PATH: `${PATH}:${join(root, 'bin')}` };
    for (const request of [kustomize, helm]) {
      expect(await rendered(request, {}, good)).toMatchObject({ text: 'kind: A\n' });
    }
    expect(calls().map((line) => line.split(' ')[0])).toEqual(
      ['kustomize', 'helm'].map((name) => join(root, 'bin', name)),
    );
  },
);

holds(
  '26. These programs work in a temporary copy of the files that they may read, which is gone afterwards.',
  async () => {
    const seen = join(root, 'seen');
    write('secret.txt', 'not named by the kustomization\n');
    program(
      `pwd > ${seen}; echo "kind: B" > a.yaml; echo x > ../../escaped; echo "a: $(echo * ../*)"`,
    );
    expect(await rendered()).toMatchObject({ text: 'a: a.yaml kustomization.yaml ../top\n' });
    const place = readFileSync(seen, 'utf8').trim();
    expect(place.startsWith(work)).toBe(false);
    expect(existsSync(place)).toBe(false);
    expect(readFileSync(join(work, 'top/a.yaml'), 'utf8')).toBe('kind: A\n');
    expect(readdirSync(work).toSorted()).toEqual(['chart', 'secret.txt', 'top']);
  },
);

holds(
  '27. A link or path that leads out of the workspace is refused before a program is started.',
  async () => {
    program('echo "kind: A"');
    writeFileSync(join(root, 'outside.yaml'), 'kind: Secret\n');
    symlinkSync('../../outside.yaml', join(work, 'top/link.yaml'));
    symlinkSync('../..', join(work, 'top/up'));
    for (const path of [
      '../../outside.yaml',
      join(root, 'outside.yaml'),
      'link.yaml',
      'up/outside.yaml',
      '../../../etc/passwd',
    ]) {
      for (const key of ['resources', 'patchesStrategicMerge', 'components', 'crds', 'BASES']) {
        write(
          'top/kustomization.yaml',
          `resources: [a.yaml]\n${key === 'resources' ? `resources: [a.yaml, "${path}"]` : `${key}: ["${path}"]`}\n`.replace(
            /^resources: \[a\.yaml\]\nresources/,
            'resources',
          ),
        );
        expect([path, key, await rendered()]).toEqual([path, key, { failure: expect.any(String) }]);
      }
    }
    symlinkSync('../..', join(work, 'chart/templates'));
    expect(await rendered(helm)).toEqual({ failure: expect.any(String) });
    expect(calls()).toEqual([]);
  },
);

holds(
  '28. What would be fetched from another machine is refused before a program is started.',
  async () => {
    program('echo "kind: A"');
    for (const text of [
      'resources: [a.yaml, "http://127.0.0.1:1/x.yaml"]',
      'resources: [a.yaml, github.com/a/b]',
      'resources: [a.yaml, "git::ssh://git@127.0.0.1/a"]',
      'resources: [a.yaml, "git@127.0.0.1:a/b"]',
      'BASES: ["HTTPS://127.0.0.1/x"]',
      'resources: [a.yaml]\ncomponents: ["https://127.0.0.1/x//y?ref=v1"]',
      'resources: [a.yaml]\nopenapi: {path: "https://127.0.0.1/x.json"}',
      'resources: [a.yaml]\nconfigMapGenerator: [{name: a, files: ["k=https://127.0.0.1/x"]}]',
    ]) {
      write('top/kustomization.yaml', `${text}\n`);
      expect([text, await rendered()]).toEqual([
        text,
        { failure: expect.stringContaining('is on another machine, and nothing is fetched') },
      ]);
    }
    expect(calls()).toEqual([]);
  },
);

holds(
  '29. These programs get no token, no kubeconfig, no home, no `PATH` and no standard input.',
  async () => {
    program(
      'if read x; then echo "read: yes"; fi; export -p; /bin/ls -A "$HOME" | /bin/sed s/^/home-/; exit 0',
    );
    const secret = 'only-for-the-job';
    const names = [
      'GITHUB_TOKEN',
      'KUBECONFIG',
      'AWS_SECRET_ACCESS_KEY',
      'HOME',
      'ACTIONS_RUNTIME_TOKEN',
      'HELM_PLUGINS',
      'NODE_OPTIONS',
      'LD_PRELOAD',
      'SSH_AUTH_SOCK',
      'DOCKER_CONFIG',
    ];
    const env = {
      PATH: join(root, 'bin'),
      ...Object.fromEntries(names.map((name) => [name, secret])),
    };
    for (const request of [kustomize, helm]) {
      const result = await rendered(request, {}, env);
      if (!result || !('text' in result)) throw new Error(JSON.stringify(result));
      expect(result.text).not.toContain(secret);
      expect(result.text).not.toContain('read: yes');
      expect(result.text).not.toContain(process.env['HOME'] ?? 'no home');
      const [, path = ''] = /PATH='?([^'\n]*)/.exec(result.text) ?? [];
      expect(path).toMatch(/mesh-failover-render-/);
      for (const file of /KUBECONFIG='?([^'\n]*)/.exec(result.text)?.slice(1) ?? []) {
        expect(existsSync(file)).toBe(false);
      }
    }
  },
);

holds(
  '30. Plugins, exec functions, post-renderers, and Helm inside kustomize are not used.',
  async () => {
    program('echo "kind: A"');
    for (const text of [
      'helmCharts: [{name: a, repo: "https://x.example"}]',
      'helmChartInflationGenerator: [{chartName: a}]',
      'HelmGlobals: {chartHome: x}',
    ]) {
      write('top/kustomization.yaml', `resources: [a.yaml]\n${text}\n`);
      expect(await rendered()).toEqual({
        failure: expect.stringContaining('for which kustomize would start Helm'),
      });
    }
    expect(calls()).toEqual([]);
    write('top/kustomization.yaml', 'resources: [a.yaml]\n');
    for (const request of [kustomize, helm]) await rendered(request);
    const all = calls().join('\n');
    // Each of these would have to be switched on by an argument.
    expect(all).not.toMatch(
      /--enable|--post-render|--network|--load-restrictor|--dependency-update|--validate|--devel/,
    );
    expect(calls()[0]).toMatch(/kustomize build \.$/);
    program('export -p');
    const result = await rendered(helm);
    expect(result && 'text' in result && result.text).toMatch(/HELM_NO_PLUGINS='?1/);
  },
);

holds(
  '31. A program that takes too long or writes too much is ended, with everything that it has started.',
  async () => {
    const child = join(root, 'child');
    program(
      `/bin/sh -c 'echo $$ > ${child}; while :; do /bin/sleep 1; done' &\nwhile [ ! -s ${child} ]; do :; done; wait`,
    );
    expect(await rendered(kustomize, { milliseconds: 1500 })).toMatchObject({
      failure: expect.stringContaining('took longer than 1.5 s'),
    });
    const pid = readFileSync(child, 'utf8').trim();
    const isAlive = () =>
      existsSync(`/proc/${pid}/status`) &&
      !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    for (let tries = 0; isAlive() && tries < 100; tries += 1) await sleep(50);
    expect(isAlive()).toBe(false);
    program('while :; do echo 0123456789; done');
    expect(await rendered(kustomize, { outputBytes: 10_000 })).toMatchObject({
      failure: expect.stringContaining('wrote more than 10000 bytes'),
    });
  },
);

holds(
  '32. What a program writes to standard error is shown shortened, without control characters.',
  async () => {
    program(
      `i=0; while [ $i -lt 3000 ]; do printf 'line %s \\033[31m::error::x \\342\\200\\250 0123456789\\n' $i >&2; i=$((i+1)); done; exit 3`,
    );
    const result = await rendered();
    if (!result || !('failure' in result)) throw new Error('no failure');
    expect(result.failure).toContain('line 2999');
    expect(result.failure.length).toBeLessThan(3000);
    expect(result.failure.replaceAll('\n', '')).not.toMatch(invisible);
  },
);
