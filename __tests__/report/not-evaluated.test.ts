import { describe, expect, test } from '@jest/globals';
import { isFailure } from '../../src/lint/is-failure.js';
import { Project } from '../../src/project/project.js';
import { commentMarkdown } from '../../src/report/comment-markdown.js';
import { basisOf } from '../../src/report/basis.js';
import { formats } from '../../src/report/formats.js';
import type { Results } from '../../src/report/report.js';
import { rules as all } from '../../src/rules/index.js';
import { whole } from './held-table.js';

const rulesOfTable = all.filter(({ needs }) => needs === 'prediction').map(({ name }) => name);

const now = new Date('2026-11-30');

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web.example.com]
  gateways: [public]
  http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]
---
`;

const policy = (locality = 'failover: [{from: eu, to: us}, {from: us, to: eu}]') => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy:
    connectionPool: {http: {http2MaxRequests: 1024}}
    outlierDetection: {consecutive5xxErrors: 5, interval: 5s, baseEjectionTime: 30s, maxEjectionPercent: 100}
    loadBalancer: {localityLbSetting: {${locality}}}
`;

const filter = `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: detection, namespace: istio-system}
spec:
  configPatches:
    - applyTo: CLUSTER
      match: {context: GATEWAY}
      patch: {operation: MERGE, value: {outlier_detection: {max_ejection_percent: 5}}}
`;

/** Projects of which something has no verdict, and the rules that say so. */
const projects: Record<string, { files: Record<string, string>; rules: string[]; count: object }> =
  {
    'not modelled': {
      files: { 'mesh.yaml': gateway + policy() + filter },
      rules: ['not-modelled'],
      count: { notModelled: expect.any(Number), predicted: 0 },
    },
    'not rendered': {
      files: {
        'base/mesh.yaml': gateway + policy(),
        'base/kustomization.yaml': 'resources: [mesh.yaml]\n',
        'prod/kustomization.yaml':
          'resources: [../base]\npatches: [{target: {kind: DestinationRule}, patch: "[{op: remove, path: /spec/trafficPolicy}]"}]\n',
      },
      rules: ['not-rendered'],
      count: { unitsNotRendered: 1 },
    },
    unread: {
      files: { 'mesh.yaml': gateway + policy(), 'other.yaml': tooDeep() },
      rules: ['readable-manifest'],
      count: { unread: 1 },
    },
    'nothing predicted': {
      files: { 'mesh.yaml': policy('enabled: true') },
      rules: ['nothing-predicted'],
      count: { predicted: 0 },
    },
  };

/** A list in nine others. */
function tooDeep(): string {
  const open = '{"kind": "List", "apiVersion": "v1", "items": [';
  return `${open.repeat(9)}${']}'.repeat(9)}\n`;
}

/** As it is checked, and with the rules off that say what has no verdict. */
const settings: [string, (rules: readonly string[]) => string][] = [
  ['with every rule', () => ''],
  ['with the rule off', (rules) => `rules: {${rules.map((rule) => `${rule}: off`).join(', ')}}\n`],
];

describe.each(Object.entries(projects))('%s', (_, { files, rules, count }) => {
  describe.each(settings)('%s', (title, config) => {
    const project = Project.of({
      files: { ...files, 'mesh-failover.yaml': `version: 1\n${config(rules)}` },
      now,
    });
    const { lint, rows, table } = project.check();
    const results: Results = {
      ...{ lint, predictions: table, basis: basisOf(project, now) },
      text: (file) => project.manifests.text(file),
    };
    const options = { color: true, quiet: false, allRows: false };
    const shown = (name: keyof typeof formats) => whole(formats[name](results, options));

    test('is as the test means it', () => {
      const found = lint.findings.map(({ rule }) => rule);
      expect(found.filter((rule) => rules.includes(rule)).length > 0).toBe(
        title === 'with every rule',
      );
      expect(lint.summary).toMatchObject(count);
    });

    test('text has no green verdict, and says what is open in its last line', () => {
      const lines = shown('text').trimEnd().split('\n');
      expect(shown('text')).not.toContain('no findings');
      expect(lines[0]).toMatch(/not checked|error|warning|notice/);
      expect(lines.at(-1)).toMatch(
        /nothing was predicted|\d cases? without a number|\d units? not rendered|\d files? not checked/,
      );
    });

    test('JSON counts it, and gives no number for it', () => {
      const { summary, results: own } = JSON.parse(shown('json')) as {
        summary: Record<string, number>;
        results: {
          errors: number | null;
          determined: boolean;
          split: unknown[];
          reason?: string;
        }[];
      };
      expect(summary).toMatchObject(JSON.parse(JSON.stringify(lint.summary)) as object);
      const open = own.filter(({ errors }) => errors === null);
      expect(open).toHaveLength(lint.summary.notModelled);
      expect(open).toHaveLength(rows.length - lint.summary.predicted);
      for (const row of open) {
        expect(row).toMatchObject({ determined: false, split: [], reason: expect.any(String) });
      }
    });

    test('SARIF has a notification', () => {
      const { runs } = JSON.parse(shown('sarif')) as {
        runs: { invocations?: { toolExecutionNotifications: object[] }[] }[];
      };
      expect(runs[0]?.invocations?.[0]?.toolExecutionNotifications.length).toBeGreaterThan(0);
    });

    test('JUnit has a test that was skipped', () => {
      expect(shown('junit')).toMatch(
        /<testcase classname="not evaluated" name="[^"]+" time="0">\s*<skipped/,
      );
      const cases = [...shown('junit').matchAll(/<testcase[^]*?(?:\/>|<\/testcase>)/g)];
      const passed = cases.filter(([text]) => !/<(?:skipped|failure)/.test(text));
      expect(passed.filter(([text]) => text.includes('errors undefined'))).toEqual([]);
      if (lint.summary.predicted > 0) return;
      const names = new Set(rulesOfTable);
      const classes = passed.map(([text]) => /classname="([^"]*)"/.exec(text)?.[1] ?? '');
      expect(classes.filter((name) => names.has(name))).toEqual([]);
    });

    test('GitLab, Checkstyle and TAP name it', () => {
      const issues = JSON.parse(shown('gitlab')) as { check_name: string }[];
      expect(issues.map((one) => one.check_name)).toContain('not-evaluated');
      expect(shown('checkstyle')).toContain('source="mesh-failover.not-evaluated"');
      expect(shown('tap')).toMatch(/^ok \d+ - not evaluated: .+ # SKIP .+$/m);
    });

    test('GitHub shows an annotation', () => {
      expect(shown('github')).toMatch(/^::(?:notice|warning|error) /);
    });

    test('summary and comment have no check mark', () => {
      const comment = commentMarkdown({ ...results, lint }, { newFindings: new Set() });
      for (const text of [shown('markdown'), comment]) {
        const [head = ''] = text.split('\n');
        expect(text).not.toContain('✅');
        expect(head).not.toContain('no findings');
        expect(head).toMatch(/nothing was predicted|without a number|not rendered|not checked/);
        expect(head).not.toMatch(/in 0 of 0/);
      }
    });

    test('nothing fails but by the level that is asked for', () => {
      // What is open is a warning or notice; whoever wants to fail for it says so.
      const isError = lint.findings.some(({ severity }) => severity === 'error');
      expect(isFailure(lint.findings, 'error')).toBe(isError);
      if (title === 'with every rule') expect(isFailure(lint.findings, 'notice')).toBe(true);
    });
  });
});
