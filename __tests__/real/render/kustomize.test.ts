import { expect, test } from '@jest/globals';
import { Project } from '../../../src/project/project.js';
import { at } from '../../../src/foundation/values.js';
import { describeReal } from '../describe-real.js';
import { generateKustomization } from './generated-kustomization.js';
import { leaves, objectsOf, ofKind, pathOf, renderTree, writtenAt } from './on-disk.js';

const seeds = Array.from({ length: 40 }, (_, index) => index);

describeReal('generated kustomizations', ['kustomize', 'kubectl'], () => {
  test.each([
    ['kustomize', seeds],
    ['kubectl', seeds.map((seed) => seed + 1000)],
  ] as const)('%s: each field is where it was set last', async (program, own) => {
    let fields = 0;
    for (const seed of own) {
      const { files, root, name, expected } = generateKustomization(seed, true);
      const project = await renderTree(files, pathOf(program));
      const [unit] = project.repository.units.filter(({ path }) => path === root);
      expect({ seed, problem: unit?.notRendered, by: unit?.renderedBy }).toEqual({
        seed,
        problem: undefined,
        by: 'kustomize',
      });
      const rule = ofKind(project, 'DestinationRule').find(
        ({ value }) => at(value, 'metadata', 'name') === name,
      );
      if (!rule) throw new Error(`seed ${seed}: no rule ${name}`);
      for (const { path, value, file } of expected) {
        const found = { value: at(rule.value, ...path), ...writtenAt(rule, path, files) };
        expect({ seed, path, ...found }).toEqual({ seed, path, value, file, text: String(value) });
        fields += 1;
      }
      // Whatever else it says stands where its place is.
      for (const { path, value } of leaves(rule.value['spec'], ['spec'])) {
        const { text } = writtenAt(rule, path, files);
        expect({ seed, path, text }).toEqual({ seed, path, text: String(value) });
      }
    }
    expect(fields).toBeGreaterThan(100);
  });

  test('what is read without rendering is what kustomize makes', async () => {
    for (const seed of seeds.map((one) => one + 5000)) {
      const { files, root } = generateKustomization(seed, false);
      const read = Project.of({ files });
      const rendered = await renderTree(files, pathOf('kustomize'));
      const isKnown = read.repository.units.every((unit) => unit.rendered);
      expect({ seed, isKnown }).toEqual({ seed, isKnown: true });
      const specs = (project: Project) =>
        project.repository.environments
          .flatMap(({ documents }) => documents)
          .filter(({ document: { value } }) =>
            ['DestinationRule', 'Service'].includes(String(value['kind'])),
          )
          .map(({ document: { value }, namespace }) => {
            const { kind, spec } = value;
            return JSON.stringify([kind, at(value, 'metadata', 'name'), namespace, spec]);
          })
          .map((text) => [text, JSON.parse(text)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, value]) => value as unknown);
      expect({ seed, root, objects: canonical(specs(read)) }).toEqual({
        seed,
        root,
        objects: canonical(specs(rendered)),
      });
    }
  });
});

function canonical(values: unknown[]): string[] {
  return values
    .map((value) =>
      JSON.stringify(value, (_, item: unknown) =>
        typeof item === 'object' && item !== null && !Array.isArray(item)
          ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
          : item,
      ),
    )
    .sort();
}

describeReal('kustomizations', ['kustomize'], () => {
  test('lists are replaced, fields deleted and values replaced where the place says so', async () => {
    const files = {
      'base/kustomization.yaml': 'resources: [route.yaml, rule.yaml]\n',
      'base/route.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web }
spec:
  hosts: [web]
  http:
    - name: one
      route:
        - destination: { host: web }
`,
      'base/rule.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web }
spec:
  host: web
  trafficPolicy:
    loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: a1, to: b1 }] } }
    outlierDetection:
      interval: 5s
      maxEjectionPercent: 100
`,
      'top/kustomization.yaml': `resources: [../base]
namespace: shop
patches:
  - path: route.yaml
  - target: { kind: DestinationRule }
    patch: |-
      - op: remove
        path: /spec/trafficPolicy/outlierDetection/maxEjectionPercent
      - op: add
        path: /spec/exportTo
        value: ["."]
  - target: { kind: VirtualService }
    patch: '[{"op": "add", "path": "/spec/http/0", "value": {"name": "zero", "route": [{"destination": {"host": "pay"}}]}}]'
replacements:
  - source: { kind: DestinationRule, name: web, fieldPath: spec.host }
    targets:
      - select: { kind: VirtualService }
        fieldPaths: [spec.hosts.0]
`,
      'top/route.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web }
spec:
  http:
    - name: first
      route:
        - destination: { host: other }
`,
    };
    const project = await renderTree(files, pathOf('kustomize'));
    const [route] = ofKind(project, 'VirtualService');
    const [rule] = ofKind(project, 'DestinationRule');
    if (!route || !rule) throw new Error('not rendered');
    expect(writtenAt(route, ['spec', 'http', 1, 'name'], files)).toEqual({
      file: 'top/route.yaml',
      text: 'first',
    });
    expect(writtenAt(route, ['spec', 'http', 1, 'route', 0, 'destination', 'host'], files)).toEqual(
      { file: 'top/route.yaml', text: 'other' },
    );
    // A text in quotes has one place for all that it holds.
    expect(writtenAt(route, ['spec', 'http', 0, 'name'], files).file).toBe(
      'top/kustomization.yaml',
    );
    expect(writtenAt(rule, ['spec', 'exportTo', 0], files)).toEqual({
      file: 'top/kustomization.yaml',
      text: '"."',
    });
    expect(writtenAt(rule, ['metadata', 'namespace'], files)).toEqual({
      file: 'top/kustomization.yaml',
      text: 'shop',
    });
    // What was taken away is where it was taken away.
    const { findings } = project.lint();
    const percent = findings.find((one) => one.rule === 'max-ejection-percent-100');
    expect(percent && { file: percent.file, line: percent.line }).toEqual({
      file: 'top/kustomization.yaml',
      line: 7,
    });
  });

  test('an ignore in a base counts for what is rendered from it', async () => {
    const files = {
      'base/kustomization.yaml': 'resources: [rule.yaml]\n',
      'base/rule.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web }
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy:
    loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: a1, to: b1 }] } }
    outlierDetection:
      interval: 5s
      # mesh-failover-ignore: max-ejection-percent-100 tried in the drill of May
      maxEjectionPercent: 10
`,
      'top/kustomization.yaml': 'resources: [../base]\nnamespace: shop\nnamePrefix: a-\n',
    };
    const { findings, summary } = (await renderTree(files, pathOf('kustomize'))).lint();
    expect(findings.filter(({ rule }) => /max-ejection|valid-ignore/.test(rule))).toEqual([]);
    expect(summary.ignored).toBe(1);
    const without = {
      ...files,
      'base/rule.yaml': files['base/rule.yaml'].replace(/.*ignore.*\n/, ''),
    };
    const found = (await renderTree(without, pathOf('kustomize'))).lint().findings;
    expect(
      found
        .filter(({ rule }) => rule === 'max-ejection-percent-100')
        .map(({ file, line }) => `${file}:${line}`),
    ).toEqual(['base/rule.yaml:10']);
  });

  test('what cannot be built is reported once, and is no good verdict', async () => {
    const files = {
      'top/kustomization.yaml': 'resources: [rule.yaml]\npatches:\n  - path: nobody.yaml\n',
      'top/nobody.yaml':
        'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: nobody }\nspec: { host: x }\n',
      'top/rule.yaml':
        'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: web }\nspec: { host: web }\n',
    };
    const project = await renderTree(files, pathOf('kustomize'));
    const { findings, summary } = project.lint();
    const own = findings.filter(({ rule }) => rule === 'not-rendered');
    expect(own.map(({ severity }) => severity)).toEqual(['warning']);
    expect(own[0]?.message).toMatch(
      /kustomize ended with exit code 1: .*no resource matches strategic merge patch/,
    );
    expect(own[0]?.message).not.toContain('/tmp');
    expect(summary.unitsNotRendered).toBe(1);
    expect(objectsOf(project)).toHaveLength(1);
  });
});
