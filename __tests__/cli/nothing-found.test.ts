import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runIn } from './run-in.js';

let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'nothing-found-')));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

const istio = 'networking.istio.io/v1';
const manifest = `apiVersion: ${istio}\nkind: DestinationRule\nmetadata: {name: a}\nspec: {host: a}\n`;

describe('where nothing else is found, the message names', () => {
  test.each([
    [
      'infra/main.tf',
      `manifest = { apiVersion = "${istio}" }`,
      'Terraform',
      'terraform show -json',
    ],
    ['lib/mesh.libsonnet', `{ apiVersion: '${istio}' }`, 'Jsonnet', 'jsonnet -y FILE'],
    ['mesh.cue', `apiVersion: "${istio}"`, 'CUE', 'cue export --out yaml'],
    ['deploy.sh', `kubectl apply -f - <<EOF\n${manifest}EOF\n`, 'shell scripts', 'here-document'],
    ['Makefile', `apply:\n\techo '${istio}'\n`, 'build files', 'COMMAND | mesh-failover check -'],
    ['pkg/mesh.go', `const group = "${istio}"`, 'programs', 'Print the objects'],
    ['roles/mesh.yaml.j2', `apiVersion: ${istio}\nhost: {{ host }}`, 'templates', 'Fill them in'],
  ])('%s', async (file, text, kind, advice) => {
    write(file, text);
    write('README.md', istio);
    for (const command of ['check', 'lint']) {
      const { status, stderr } = await runIn(cwd, [command]);
      expect(status).toBe(2);
      expect(stderr).toContain(`Objects of Istio are in ${kind} (${file}), which are not read.`);
      expect(stderr).toContain(advice);
    }
    const { status, stdout } = await runIn(cwd, ['discover']);
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`Objects of Istio are in ${kind} (${file})`);
  });

  test('few of many, and nothing of what has no object', async () => {
    for (let index = 0; index < 9; index += 1) write(`${index}.tf`, istio);
    write('other.go', 'package main\n');
    const { stderr } = await runIn(cwd, ['lint']);
    expect(stderr).toContain('Terraform (0.tf, 1.tf, 2.tf and 6 more)');
    expect(stderr).not.toContain('programs');
  });

  test('manifests that are passed over', async () => {
    write('.argo/a.yaml', manifest);
    const { status, stderr } = await runIn(cwd, ['lint']);
    expect(status).toBe(2);
    expect(stderr).toContain('begins with a dot, and not read: .argo/a.yaml');
  });

  test('nothing, where a manifest is found', async () => {
    write('main.tf', istio);
    write('a.yaml', manifest);
    expect((await runIn(cwd, ['lint'])).stderr).toBe('');
  });
});

test('- is standard input', async () => {
  const stdin = new PassThrough();
  stdin.end(manifest);
  const { status, stdout } = await runIn(cwd, ['lint', '-', '--format', 'json'], undefined, stdin);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ summary: { files: 1, documents: 1 } });
});
