/** What the author of a manifest cannot do. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { UserError } from '../../src/foundation/errors.js';
import type { Finding } from '../../src/foundation/finding.js';
import { Project } from '../../src/project/project.js';
import { basisOf } from '../../src/report/basis.js';
import { formats } from '../../src/report/formats.js';
import { grown } from '../fuzz/grown.mjs';
import { manyAlike } from '../fuzz/many-alike.mjs';
import { whole } from '../report/held-table.js';
import { hostileTexts } from '../report/hostile.js';
import { holds } from './sentences.js';
import { commandsIn, invisible, markupIn } from './outputs.js';

const now = new Date('2026-11-01');

const projectOf = (files: Record<string, string>, config?: string) =>
  Project.of({ files, now, ...(config !== undefined && { config }) });

const rule = (host = 'web', percent = '10') => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: ${host}
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: ${percent}}
    loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}, {from: b, to: a}]}}
`;

holds(
  '11. No text of a manifest becomes a workflow command, markup or a control character in an output.',
  () => {
    for (const hostile of hostileTexts) {
      const quoted = JSON.stringify(hostile);
      const config = `version: 1\nclusters: [{name: a, locality: a}, {name: b, locality: b}]\n`;
      const project = projectOf(
        {
          [`mesh/${hostile.replaceAll('/', '')}.yaml`]: [
            rule(quoted),
            `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: ${quoted}, namespace: ${quoted}}\nspec: {selector: {${quoted}: ${quoted}}, servers: [{port: {number: 80, name: ${quoted}, protocol: ${quoted}}, hosts: [${quoted}]}]}\n`,
            `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${quoted}}\nspec: {hosts: [${quoted}], ${quoted}: ${quoted}, gateways: [${quoted}], http: [{name: ${quoted}, route: [{destination: {host: web, subset: ${quoted}}}]}]}\n`,
            `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{name: ${quoted}, port: 80}]}\n`,
          ].join('---\n'),
        },
        config,
      );
      const { table, lint } = project.check();
      expect(lint.findings.length).toBeGreaterThan(0);
      const results = { lint, predictions: table, basis: basisOf(project, now), text: () => '' };
      for (const [name, format] of Object.entries(formats)) {
        const text = whole(format(results, { color: false, quiet: false }));
        const own =
          /^::(?:(?:error|warning|notice) (?:file=[^:]*,line=\d+|title=mesh-failover::\d)|group::\d+ findings|endgroup::$)/;
        const foreign = commandsIn(text).filter((line) => name !== 'github' || !own.test(line));
        expect([name, foreign]).toEqual([name, []]);
        expect(text).not.toMatch(invisible);
        if (name === 'markdown') expect(markupIn(text)).toEqual([]);
      }
    }
  },
);

/** Documents with a mistake that only who reads them finds. */
const hidden: [string, string][] = [
  ['behind a byte order mark', `a: 1\n---\n\uFEFF${rule()}`],
  ['behind a mark and a comment', `\uFEFF# x\n---\n\uFEFF# y\n${rule()}`],
  [
    'in JSON',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        JSON.parse(
          JSON.stringify({
            apiVersion: 'networking.istio.io/v1',
            kind: 'DestinationRule',
            metadata: { name: 'web', namespace: 'shop' },
            spec: {
              host: 'web',
              trafficPolicy: {
                outlierDetection: { maxEjectionPercent: 10 },
                loadBalancer: {
                  localityLbSetting: {
                    failover: [
                      { from: 'a', to: 'b' },
                      { from: 'b', to: 'a' },
                    ],
                  },
                },
              },
            },
          }),
        ),
      ],
    }),
  ],
  [
    'in a list',
    `apiVersion: v1\nkind: List\nitems:\n- ${rule().trimEnd().replaceAll('\n', '\n  ')}\n`,
  ],
  [
    'in a list of lists',
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - ${rule().trimEnd().replaceAll('\n', '\n    ')}\n`,
  ],
  ['with an escaped kind', rule().replace('DestinationRule', '"Destination\\u0052ule"')],
  [
    'with an escaped group',
    rule().replace('networking.istio.io/v1', '"networking.istio\\x2eio/v1"'),
  ],
  ['with an anchor for a kind', rule().replace('kind: D', 'kind: &k D')],
  [
    'with an alias for a group',
    `x: &g networking.istio.io/v1\n${rule().replace('networking.istio.io/v1', '*g')}`,
  ],
  ['with a folded kind', rule().replace('kind: DestinationRule', 'kind: >-\n  DestinationRule')],
  ['with a tag', rule().replace('kind: D', 'kind: !!str D')],
  ['with another API version', rule().replace('/v1', '/v1alpha3')],
  ['with keys in quotes', rule().replace('kind:', '"k\\x69nd":')],
  ['behind a document end', `a: 1\n...\n---\n${rule()}`],
  ['behind a directive', `%YAML 1.1\n---\n${rule()}`],
  ['with old line ends', rule().replaceAll('\n', '\r\n')],
  ['with lines that end as on old Macs', rule().replaceAll('\n', '\r')],
  ['behind a separator with a comment', `a: 1\n--- # x\n${rule()}`],
  [
    'on the line of a separator',
    `a: 1\n--- ${JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'web', namespace: 'shop' }, spec: { host: 'web', trafficPolicy: { outlierDetection: { maxEjectionPercent: 10 }, loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } } } } })}\n`,
  ],
  ['behind a broken document', `a: [\n---\n${rule()}`],
  ['behind a thousand documents', `${'a: 1\n---\n'.repeat(1000)}${rule()}`],
  ['with a null byte', rule().replace('host: web', 'host: web # \0')],
  [
    'with a line break that no editor shows',
    rule().replace('    outlier', '    # x\u2028    outlier'),
  ],
  ['with a duplicate key', rule().replace('10}', '100, maxEjectionPercent: 10}')],
  ['with merge keys', rule().replace('maxEjectionPercent: 10', '<<: {maxEjectionPercent: 10}')],
  ['with a number in octal', rule('web', '012')],
  ['with a number in text', rule('web', '"10"')],
];

holds('12. An object that kubectl would read is checked, or its file is refused.', () => {
  const folder = new URL('../fixtures/trust-cases/', import.meta.url);
  for (const name of readdirSync(folder).filter((each) => each.startsWith('smuggled'))) {
    hidden.push([name, readFileSync(new URL(name, folder), 'utf8')]);
  }
  const silent = hidden.filter(([, text]) => {
    const { findings } = projectOf({ 'a.yaml': text }).lint();
    return !findings.some(
      ({ rule: name, category }: Finding) =>
        name === 'max-ejection-percent-100' ||
        name === 'readable-manifest' ||
        category === 'admission',
    );
  });
  expect(silent.map(([name]) => name)).toEqual([]);
  const right = projectOf({ 'a.yaml': rule('web', '100') }).lint();
  expect(right.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

holds(
  '13. A manifest that asks for too much work is refused, with its place or its numbers.',
  () => {
    const aliases = ['a0: &a0 [x]'];
    for (let level = 1; level < 40; level++) {
      const before = `*a${level - 1}`;
      aliases.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => before).join()}]`);
    }
    const istio = 'apiVersion: networking.istio.io/v1\nkind: Gateway\n';
    for (const [text, message] of [
      [`${istio}${aliases.join('\n')}\n`, /aliases/],
      [`${istio}a: ${'['.repeat(100_000)}\n`, /levels deep/],
      [`${istio}a: [${'1,'.repeat(700_000)}]\n`, /split it/],
    ] as const) {
      const { findings } = projectOf({ 'shop/a.yaml': text }).lint();
      expect(findings).toMatchObject([
        {
          rule: 'readable-manifest',
          severity: 'error',
          file: 'shop/a.yaml',
          message: expect.stringMatching(message),
        },
      ]);
    }
    const refusal = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
      return 'not refused';
    };
    const many = manyAlike(3000);
    expect(refusal(() => projectOf({ 'all.yaml': many.ways }).lint())).toMatch(
      /^all\.yaml:\d+:\d+: .*3,000/,
    );
    expect(refusal(() => projectOf({ 'all.yaml': many.regions }).lint())).toMatch(
      /3,001 regions, .* 500/,
    );
    const { manifest, config } = grown({ clusters: 200, workloads: 0 });
    expect(refusal(() => projectOf({ 'all.yaml': manifest }, config).check())).toMatch(
      /120,600 rows.* no more than 2,500,000/,
    );
  },
);

holds('14. A manifest that cannot be read hides no finding of another file.', () => {
  const alone = projectOf({ 'a.yaml': rule() }).lint().findings;
  expect(alone.map(({ rule: name }) => name)).toContain('max-ejection-percent-100');
  for (const broken of [
    'apiVersion: networking.istio.io/v1\nkind: [',
    '\0',
    `${rule()}  spec: x`,
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: 5}\nspec: 5\n',
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: x\nspec: {http: {a: 1}, hosts: 5}\n',
    '{"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "spec": {"servers": [null, 5, {"hosts": {}}]}}',
    '{"apiVersion": "networking.istio.io/v1", "kind": "DestinationRule", "metadata": {"namespace": "shop"}, "spec": {"trafficPolicy": []}}',
  ]) {
    const { findings } = projectOf({ 'a.yaml': rule(), 'b.yaml': broken, '0.yaml': broken }).lint();
    const own = findings.filter(({ file }) => file === 'a.yaml');
    expect(own.map(({ rule: name }) => name)).toContain('max-ejection-percent-100');
  }
});
