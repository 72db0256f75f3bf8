import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { inspectFiles, type Files } from '../rules/check-files.js';
import { ejectionCases } from './ejection.js';
import { furtherCases } from './further.js';
import type { AdviceCase } from './pieces.js';
import { policyCases } from './policies.js';
import { routeCases } from './routes.js';

const cases = [...policyCases, ...ejectionCases, ...routeCases, ...furtherCases];

function edited(files: Files, edits: AdviceCase['edits']): Files {
  const after = { ...files };
  for (const [file, from, to] of edits) {
    const text = after[file] ?? '';
    if (from === undefined) {
      if (to === '') delete after[file];
      else after[file] = to;
    } else {
      expect(text).toContain(from);
      after[file] = text.replace(from, to);
    }
  }
  return after;
}

function inShort(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, file, line, message }) => `${rule} ${file}:${line} ${message}`);
}

test('there are at least 60 trees, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

describe.each(cases)(
  '$name',
  ({ files, rule, advice, edits, host = 'orders.example.com', wanted = {} }) => {
    test('is reported once', () => {
      const { findings } = inspectFiles(files).check().lint;
      expect(inShort(findings)).toEqual([expect.stringMatching(new RegExp(`^${rule} `))]);
      expect(findings[0]?.message).toMatch(advice);
      // No gap where a name is missing, and no name twice.
      expect(findings[0]?.message).not.toMatch(/undefined|\s\s| [,.;:]|"" |\b(\w[\w.-]+), \1\b/);
    });

    test('is gone once the message has been followed, and the failover works', () => {
      const { lint, rows } = inspectFiles(edited(files, edits)).check();
      expect(inShort(lint.findings)).toEqual([]);
      const own = rows.filter(
        ({ prediction, scenario }) =>
          (prediction.publicHost === host || prediction.host === host) &&
          !scenario.name.startsWith('cluster-lost'),
      );
      const shares = own.map(({ prediction }) => [prediction.scenario, prediction.errors] as const);
      expect(Object.fromEntries(shares)).toEqual(
        Object.fromEntries(shares.map(([scenario]) => [scenario, wanted[scenario] ?? 0])),
      );
      expect(shares.length).toBeGreaterThan(4);
    });
  },
);
