import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { discoveryOf } from '../../src/project/discovery.js';
import { basisOf } from '../../src/report/basis.js';
import { discoveryText } from '../../src/report/discovery-text.js';
import { Project } from '../../src/project/project.js';
import { text } from '../../src/report/text.js';
import { withMistake } from './layout.mjs';
import { layouts } from './layouts/index.mjs';

test('there are at least 25 layouts, each with a name of its own', () => {
  expect(new Set(layouts.map(({ name }) => name)).size).toBe(layouts.length);
  expect(layouts.length).toBeGreaterThanOrEqual(25);
});

test('the documentation says what happens in each', () => {
  const page = readFileSync(new URL('../../docs/repositories.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^\*\*[^*]+\*\* \(([^)]+)\)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(layouts.map(({ name }) => name).sort());
});

describe.each(layouts)('$name', (layout) => {
  const project = Project.of({ files: layout.files });

  test('the units and environments are those that are deployed', () => {
    const { environments, units } = discoveryOf(project.repository);
    expect(units.map(({ id }) => id)).toEqual(layout.units);
    expect(environments.flatMap(({ name }) => name ?? [])).toEqual(layout.environments);
  });

  test('nothing is wrong with it', () => {
    const { lint } = project.check();
    const severe = lint.findings.filter(({ severity }) => severity !== 'notice');
    expect(severe.map(({ rule, file, message }) => `${file}: ${rule}: ${message}`)).toEqual([]);
    const notices = new Set(lint.findings.map(({ rule }) => rule));
    expect([...notices].sort()).toEqual(layout.notices ?? []);
  });

  test('discover names each unit and environment', () => {
    const { repository, passedOver } = project;
    const text = discoveryText(discoveryOf(repository, passedOver), repository.assumptions);
    const lines = text.split('\n').map((line) => line.trim());
    for (const id of layout.units) {
      // A unit that only says what is not rendered may be in no environment.
      const isPlaced = repository.environments.some(({ units }) => units.includes(id));
      if (isPlaced) expect(lines.some((line) => line.startsWith(`${id}: `))).toBe(true);
    }
    for (const name of layout.environments) expect(lines).toContain(`environment ${name}`);
    expect(
      lines.filter((line) => /^\S+: 0 objects/.test(line) && line.startsWith('folder:')),
    ).toEqual([]);
  });

  test('simulate predicts each environment, or the header says why not', () => {
    const rows = [...project.table()].flatMap(({ outcomes }) => [...outcomes()].flat());
    for (const { errors, determined, reason } of rows) {
      if (errors === null) expect(reason).toEqual(expect.any(String));
      else if (determined) expect(errors).toBeLessThanOrEqual(1);
    }
    const basis = basisOf(project, new Date(0)).join('\n');
    const isOpen = layout.notices?.includes('not-rendered') === true;
    if (rows.length === 0 && !isOpen) expect(basis).toContain('so nothing is predicted');
    const names = layout.environments;
    if (names.length > 0) {
      for (const name of names) {
        expect(project.withEnvironment(name).environments.map((one) => one.name)).toEqual([name]);
      }
      expect(() => project.mesh).toThrow('--environment');
    }
  });

  test('what check prints of it is short and fits 80 columns', () => {
    const now = new Date(0);
    const { lint, table } = Project.of({ files: layout.files, now }).check();
    const results = {
      lint,
      predictions: table,
      basis: basisOf(project, now),
      text: (file: string) => project.manifests.text(file),
    };
    const options = { color: false, quiet: false, allRows: false, width: 80 };
    const lines = [...text(results, options)].join('').trimEnd().split('\n');
    expect([lines.length <= 25, ...lines]).toEqual([true, ...lines]);
    const tables = lines.filter((line) => /^ {2}\S.* {2,}\S/.test(line));
    expect(tables.filter((line) => line.length > 80)).toEqual([]);
    const [verdict = ''] = lines;
    expect(lines.at(-1)).toContain(verdict);
  });

  test('a mistake is found where it is, and nothing else is taken for one', () => {
    const { findings } = Project.of({ files: withMistake(layout) }).lint();
    const { rule, file, effects = [] } = layout.mistake;
    const errors = findings.filter(({ severity }) => severity === 'error');
    const own = errors.filter((one) => !effects.includes(one.rule));
    expect([...new Set(own.map((one) => `${one.rule} ${one.file}`))]).toEqual([`${rule} ${file}`]);
    expect([...new Set(errors.map((one) => one.rule))].sort()).toEqual([rule, ...effects].sort());
  });
});

test('tables of three regions with long names fit 80 columns, and keep what every client loses for the last line', () => {
  const now = new Date(0);
  const regions = ['europe-west1', 'us-central1', 'asia-northeast1'];
  const config = regions.map((region, index) => `  - {name: c${index}, locality: ${region}}\n`);
  const failover = regions.map((region, index) => {
    return `{from: ${region}, to: ${regions[(index + 1) % 3] ?? ''}}`;
  });
  const project = Project.of({
    files: {
      'mesh-failover.yaml': `version: 1\nclusters:\n${config.join('')}`,
      'all.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web
  trafficPolicy:
    connectionPool: {http: {http2MaxRequests: 1024}}
    outlierDetection: {consecutive5xxErrors: 5, interval: 5s, baseEjectionTime: 30s, maxEjectionPercent: 100}
    loadBalancer: {localityLbSetting: {failover: [${failover.join(', ')}]}}
`,
    },
    now,
  });
  const { lint, table } = project.check();
  const results = { lint, predictions: table, basis: [], text: () => undefined };
  const shown = (allRows: boolean) => {
    const options = { color: false, quiet: false, allRows, width: 80 };
    return [...text(results, options)].join('').trimEnd().split('\n');
  };
  const short = shown(false);
  expect(short.slice(0, -1).filter((line) => line.length > 80)).toEqual([]);
  expect(short.length).toBeLessThanOrEqual(25);
  expect(short.join('\n')).not.toMatch(/^ {2}cluster c0 lost/m);
  expect(short.at(-1)).toMatch(
    /; requests fail in 3 of 63 predicted cases, all because the client's own cluster is lost/,
  );
  expect(shown(true).join('\n')).toMatch(/^ {2}cluster c0 lost/m);
});
