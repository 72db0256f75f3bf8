import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describeReal } from '../describe-real.js';
import { pathOf, renderedIn, renderTree, withTree } from './on-disk.js';

const rule =
  'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: web }\nspec: { host: web }\n';

async function whyNot(files: Record<string, string>): Promise<string | undefined> {
  const project = await renderTree(files, pathOf('kustomize'));
  return project.repository.units.find(({ path }) => path === 'top')?.notRendered;
}

describeReal('hostile kustomizations', ['kustomize'], () => {
  let server: Server;
  let address = '';
  let asked = 0;

  beforeAll(async () => {
    server = createServer((_, response) => {
      asked += 1;
      response.end(rule);
    });
    server.on('connection', () => (asked += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
  });

  test.each([
    ['a resource', (at: string) => `resources: [rule.yaml, "http://${at}/x.yaml"]`],
    ['a base in capitals', (at: string) => `resources: [rule.yaml]\nBASES: ["HTTP://${at}/x"]`],
    [
      'a component',
      (at: string) => `resources: [rule.yaml]\ncomponents: ["http://${at}/x//y?ref=v1"]`,
    ],
    [
      'a patch',
      (at: string) => `resources: [rule.yaml]\npatches: [{ Path: "http://${at}/x.yaml" }]`,
    ],
    [
      'a patch of the old kind',
      (at: string) => `resources: [rule.yaml]\npatchesStrategicMerge: ["http://${at}/x.yaml"]`,
    ],
    [
      'a JSON patch',
      (at: string) =>
        `resources: [rule.yaml]\npatchesJson6902: [{ target: { kind: DestinationRule, name: web, version: v1 }, path: "http://${at}/x.yaml" }]`,
    ],
    [
      'an OpenAPI schema',
      (at: string) => `resources: [rule.yaml]\nopenapi: { path: "http://${at}/x.json" }`,
    ],
    ['a CRD', (at: string) => `resources: [rule.yaml]\ncrds: ["http://${at}/x.json"]`],
    [
      'a generator',
      (at: string) =>
        `resources: [rule.yaml]\nconfigMapGenerator: [{ name: a, files: ["k=http://${at}/x"] }]`,
    ],
    [
      'a replacement',
      (at: string) => `resources: [rule.yaml]\nreplacements: [{ path: "http://${at}/x.yaml" }]`,
    ],
    [
      'an inline transformer',
      (at: string) =>
        `resources: [rule.yaml]\ntransformers:\n  - |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: { name: p }\n    path: http://${at}/x.yaml`,
    ],
    ['a git repository', (at: string) => `resources: [rule.yaml, "git::http://${at}/a/b"]`],
    ['a repository over SSH', () => 'resources: [rule.yaml, "git@127.0.0.1:a/b"]'],
    ['a repository of GitHub', () => 'resources: [rule.yaml, GitHub.com/a/b]'],
  ])('%s of another machine is not fetched', async (_, text) => {
    const why = await whyNot({
      'top/kustomization.yaml': `${text(address)}\n`,
      'top/rule.yaml': rule,
    });
    expect(why).toMatch(/is on another machine, and nothing is fetched/);
    expect(asked).toBe(0);
  });

  test('a base of a base that is elsewhere is found, and the file of a transformer is looked into', async () => {
    const deep = {
      'top/kustomization.yaml': 'resources: [../mid]\n',
      'mid/kustomization.yaml': 'components: [../low]\nresources: [rule.yaml]\n',
      'mid/rule.yaml': rule,
      'low/kustomization.yaml': `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: ["http://${address}/x.yaml"]\n`,
    };
    expect(await whyNot(deep)).toMatch(/is on another machine/);
    const transformer = {
      'top/kustomization.yaml': 'resources: [rule.yaml]\ntransformers: [t.yaml]\n',
      'top/rule.yaml': rule,
      'top/t.yaml': `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: p }\nPATH: "http://${address}/x.yaml"\n`,
    };
    expect(await whyNot(transformer)).toMatch(/is on another machine/);
    expect(asked).toBe(0);
  });

  test('no program of a kustomization is run', async () => {
    await withTree({}, async (marks) => {
      const mark = join(marks, 'ran');
      const config = (kind: string) => `apiVersion: example.com/v1
kind: ${kind}
metadata:
  name: run
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ./run.sh
spec: {}
`;
      for (const field of ['generators', 'transformers', 'validators']) {
        const why = await whyNot({
          'top/kustomization.yaml': `resources: [rule.yaml]\n${field}: [plugin.yaml]\n`,
          'top/rule.yaml': rule,
          'top/plugin.yaml': config('Run'),
          'top/run.sh': `#!/bin/sh\ntouch ${mark}\n`,
        });
        expect(why).toMatch(/was not rendered/);
      }
      expect(
        await whyNot({
          'top/kustomization.yaml':
            'resources: [rule.yaml]\nhelmCharts: [{ name: a, repo: "https://x.example" }]\n',
          'top/rule.yaml': rule,
        }),
      ).toMatch(/has helmCharts, for which kustomize would start Helm/);
      expect(existsSync(mark)).toBe(false);
    });
  });

  test('nothing outside of the workspace is read', async () => {
    await withTree(
      {
        'rule.yaml': rule,
        'base/kustomization.yaml': 'resources: [rule.yaml]\n',
        'base/rule.yaml': rule,
      },
      async (outside) => {
        const files = (text: string) => ({
          'top/kustomization.yaml': `${text}\n`,
          'top/rule.yaml': rule,
        });
        const up = '../'.repeat(12);
        expect(await whyNot(files(`resources: [rule.yaml, "${outside}/rule.yaml"]`))).toMatch(
          /is an absolute path/,
        );
        expect(
          await whyNot(files(`resources: [rule.yaml, "${up}${outside.slice(1)}/base"]`)),
        ).toMatch(/leads out of the workspace/);
        expect(
          await whyNot(
            files(
              `resources: [rule.yaml]\nconfigMapGenerator: [{ name: a, files: ["${up}etc/passwd"] }]`,
            ),
          ),
        ).toMatch(/leads out of the workspace/);
        await withTree(files('resources: [rule.yaml, more]'), async (folder) => {
          symlinkSync(join(outside, 'base'), join(folder, 'top/more'));
          const [unit] = (await renderedIn(folder, pathOf('kustomize'))).repository.units;
          expect(unit?.notRendered).toMatch(/symbolic link out of the workspace/);
        });
        await withTree(files('resources: [rule.yaml, link.yaml]'), async (folder) => {
          mkdirSync(join(folder, 'real'));
          symlinkSync('rule.yaml', join(folder, 'top/link.yaml'));
          const [unit] = (await renderedIn(folder, pathOf('kustomize'))).repository.units;
          expect(unit?.notRendered).toMatch(/symbolic link/);
        });
      },
    );
  });

  test('the environment of this process does not reach what is rendered', async () => {
    const files = {
      'top/kustomization.yaml':
        'resources: [rule.yaml]\nnamespace: shop\nconfigMapGenerator: [{ name: istio, envs: [x.env], options: { disableNameSuffixHash: true } }]\n',
      'top/rule.yaml': rule,
      'top/x.env': 'SECRET_OF_TEST\nmesh=\n',
    };
    await withTree(files, async (folder) => {
      const project = await renderedIn(folder, pathOf('kustomize'), {
        SECRET_OF_TEST: 'TOP-SECRET',
      });
      expect(project.repository.units[0]?.renderedBy).toBe('kustomize');
      const documents = project.repository.environments.flatMap((one) => one.documents);
      expect(JSON.stringify(documents.map(({ document }) => document.value))).not.toContain(
        'TOP-SECRET',
      );
    });
  });
});
