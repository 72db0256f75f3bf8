import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { placeAt } from '../../src/manifest/document.js';
import { Project } from '../../src/project/project.js';
import { verdict } from '../../src/report/markdown.js';
import { requestKey, type Rendering } from '../../src/units/rendering/request.js';

const head = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: web\n';

const files: Record<string, string> = {
  'base/kustomization.yaml': 'resources: [rule.yaml]\n',
  'base/rule.yaml': `${head}spec:\n  host: web\n  trafficPolicy:\n    outlierDetection:\n      interval: 5s\n`,
  'top/kustomization.yaml': `resources: [../base]
namespace: shop
patches:
  - patch: |
${head.replace(/^/gm, '      ').trimEnd()}
      spec:
        trafficPolicy:
          outlierDetection:
            interval: 7s
`,
};

const rendered = `${head}  namespace: shop\nspec:\n  host: web\n  trafficPolicy:\n    outlierDetection:\n      interval: 7s\n`;

const noCharts = { templates: new Map<string, string>(), charts: new Map<string, string>() };

function project(rendering: Rendering | undefined, config: Partial<Config> = {}): Project {
  const key = requestKey({ tool: 'kustomize', folder: 'top' });
  const read = Project.from({
    config: { ...defaultConfig, ...config },
    files: Object.entries(files).map(([file, text]) => ({ file, text, named: false })),
    now: new Date('2026-11-30'),
  });
  return rendering ? read.withRenderings(new Map([[key, rendering]])) : read;
}

const done: Rendering = { text: rendered, files: new Map(Object.entries(files)), ...noCharts };

describe('what was rendered', () => {
  test('replaces what was read, with the places of the files', () => {
    const { repository } = project(done);
    expect(repository.units).toEqual([
      expect.objectContaining({
        id: 'kustomize:top',
        rendered: true,
        renderedBy: 'kustomize',
        objects: 1,
      }),
    ]);
    const [placed] = repository.environments[0]?.documents ?? [];
    if (!placed) throw new Error('no document');
    expect([placed.namespace, placed.namespaceSource, placed.effects]).toEqual([
      'shop',
      'manifest',
      undefined,
    ]);
    const at = (...path: string[]) => {
      const { file, line } = placeAt(placed.document, path);
      return `${file}:${line}`;
    };
    expect(at('spec', 'trafficPolicy', 'outlierDetection', 'interval')).toBe(
      'top/kustomization.yaml:12',
    );
    expect(at('spec', 'host')).toBe('base/rule.yaml:6');
    expect(at('metadata', 'namespace')).toBe('top/kustomization.yaml:2');
    expect(at('spec', 'trafficPolicy', 'outlierDetection', 'maxEjectionPercent')).toBe(
      'base/rule.yaml:8',
    );
    expect(placed.document.edit(['spec', 'host'], { value: 'x' })).toBeUndefined();
  });

  test('is no part of the files: documents are counted once', () => {
    const counts = ({ manifests }: Project) => [manifests.count, manifests.skipped];
    expect(counts(project(done))).toEqual(counts(project(undefined)));
  });

  test('what is asked for does not depend on what was rendered', () => {
    const requests = [{ tool: 'kustomize', folder: 'top' }];
    expect(project(undefined).repository.requests).toEqual(requests);
    expect(project(done).repository.requests).toEqual(requests);
  });

  test('an object that no file has is where the kustomization is', () => {
    const text = rendered.replace('kind: DestinationRule', 'kind: VirtualService');
    const [placed] = project({ ...done, text }).repository.environments[0]?.documents ?? [];
    expect(placed && placeAt(placed.document, ['spec', 'hosts'])).toMatchObject({
      file: 'top/kustomization.yaml',
      line: 1,
    });
  });

  test('aliases that make a huge value of a small file do not take memory', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...'bcde'.split('').map(
        (name, index) =>
          `${name}: &${name} [${Array(10)
            .fill(`*${'abcd'[index] ?? ''}`)
            .join(', ')}]`,
      ),
    ].join('\n');
    const own = new Map([
      ...Object.entries(files),
      ['base/rule.yaml', `${files['base/rule.yaml'] ?? ''}${bomb}\n`],
    ]);
    const { repository } = project({ ...done, files: own });
    const [placed] = repository.environments[0]?.documents ?? [];
    expect(placed && placeAt(placed.document, ['spec', 'host']).file).toMatch(/^(?:base|top)\//);
  });
});

describe('what was not rendered', () => {
  test('is a notice that says how, while rendering is off', () => {
    const [found] = project(undefined).repository.notRendered;
    expect(found?.severity).toBeUndefined();
    expect(found?.message).toMatch(/Use `--render auto`, or run/);
  });

  test('is a warning with the reason once it was tried, and never a check mark', () => {
    const failed = project({ failure: 'kustomize ended with exit code 1: no such patch' });
    const { lint } = failed.check();
    const own = lint.findings.filter(({ rule }) => rule === 'not-rendered');
    expect(own).toEqual([
      expect.objectContaining({ severity: 'warning', file: 'top/kustomization.yaml' }),
    ]);
    expect(own[0]?.message).toContain(
      'It was not rendered: kustomize ended with exit code 1: no such patch.',
    );
    expect(lint.summary.unitsNotRendered).toBe(1);
    const off = project(
      { failure: 'x' },
      { rules: { 'not-rendered': { severity: 'off', options: {} } } },
    );
    const quiet = off.lint();
    expect(quiet.findings.filter(({ rule }) => rule === 'not-rendered')).toEqual([]);
    const shown = verdict({
      lint: {
        ...quiet,
        findings: [],
        summary: { ...quiet.summary, errors: 0, warnings: 0, notices: 0 },
      },
      predictions: undefined,
    });
    expect(shown).toBe('ℹ️ mesh-failover: not checked; 1 unit not rendered');
  });

  test('is an error where the configuration declares it', () => {
    const clusters = [
      { name: 'a', locality: 'a1', sources: [{ kustomize: 'top' }, { helm: { chart: 'gone' } }] },
    ];
    const { notRendered } = project({ failure: 'x' }, { clusters }).repository;
    expect(notRendered.map(({ unit, severity }) => [unit.id, severity])).toEqual(
      expect.arrayContaining([['kustomize:top', 'error']]),
    );
    expect(notRendered.find(({ unit }) => unit.id === 'helm:gone')?.message).toContain(
      'the chart gone, which is not among the files',
    );
  });
});
