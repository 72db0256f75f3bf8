import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { fixtureCases, fixtureRules } from '../../scripts/rule-fixtures.mjs';
import { topics } from '../../src/admission/validate.js';
import type { Document } from '../../src/manifest/document.js';
import { Memory } from '../../src/foundation/memory.js';
import { admissionProblems } from '../../src/rules/scope/admission-check.js';
import { rules } from '../../src/rules/index.js';
import type { Finding } from '../../src/foundation/finding.js';
import { inspectFiles } from './check-files.js';
import { messages } from './messages.js';

const sources = new URL('../../src/rules/', import.meta.url);
const names = rules.map(({ name }) => name);

describe('the rules', () => {
  test('have codes and names of their own', () => {
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
    expect(new Set(names).size).toBe(rules.length);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))(
    '%s has complete metadata',
    (name, rule) => {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      const hundreds = { invariant: '0', admission: '[01]', semantics: '[1-4]' }[rule.category];
      expect(rule.code).toMatch(new RegExp(`^MF${hundreds}\\d\\d$`));
      expect(rule.summary).toMatch(/^.{10,100}\.$/);
      expect(rule.description.length).toBeGreaterThan(80);
      expect(readFileSync(new URL(`${name}.ts`, sources), 'utf8')).toContain(`name: '${name}'`);
    },
  );

  test('are short', () => {
    const lengths = names
      .map((name) => readFileSync(new URL(`${name}.ts`, sources), 'utf8').split('\n').length)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(70);
  });

  test('are all in the index', () => {
    const script = new URL('../../scripts/generate-rule-index.mjs', import.meta.url).pathname;
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
    const files = readdirSync(sources).filter((file) => file.endsWith('.ts'));
    expect(files.length - 2).toBe(rules.length);
  });
});

describe('the fixtures', () => {
  test('are for every rule, good and bad', () => {
    expect(fixtureRules()).toEqual([...names].sort());
    for (const name of names) {
      const verdicts = new Set(fixtureCases(name).map(({ verdict }) => verdict));
      expect([name, ...verdicts]).toEqual([name, 'good', 'bad']);
    }
  });

  describe('taken together', () => {
    const found: Finding[] = [];
    const documents: Document[] = [];

    beforeAll(async () => {
      for (const { files } of names.flatMap(fixtureCases)) {
        const texts = Object.fromEntries(files.map(({ file, text }) => [file, text]));
        const inspection = inspectFiles(texts);
        found.push(...inspection.check().lint.findings);
        documents.push(...inspection.mesh.documents);
      }
    }, 120_000);

    test.each(Object.entries(messages))('%s says everything that it can say', (rule, patterns) => {
      expect(names).toContain(rule);
      const said = found.filter((finding) => finding.rule === rule).map(({ message }) => message);
      for (const pattern of patterns) {
        expect(said).toContainEqual(expect.stringMatching(pattern));
      }
    });

    test.each(topics)('hold a problem of the topic %s', (topic) => {
      expect(
        admissionProblems({ documents, memory: new Memory(), known: new Memory() }, [topic]),
      ).not.toEqual([]);
    });
  });
});

test.each(topics)('one rule stands for the topic %s', (topic) => {
  const claims = names.filter((name) => {
    const source = readFileSync(new URL(`${name}.ts`, sources), 'utf8');
    const lists = source.matchAll(/admission(?:Check|Problems)\(([^\]]*)\]/g);
    return [...lists].some(([, list]) => list?.includes(`'${topic}'`));
  });
  expect(claims).toHaveLength(1);
});
