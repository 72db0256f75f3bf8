import { describe, expect, test } from '@jest/globals';
import { fixtureCases } from '../../scripts/rule-fixtures.mjs';
import { rules } from '../../src/rules/index.js';
import { checkFiles, type Files } from './check-files.js';
import { unrelatedObjects } from './unrelated.js';

const unrelated = `${unrelatedObjects('unrelated')}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: unrelated, namespace: elsewhere}
spec:
  host: unrelated
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
`;

const CONFIG = 'mesh-failover.yaml';

/** A change of a tree that takes nothing away from what a rule needs; undefined: the case cannot be changed so. */
interface Change {
  name: string;
  /** Which needs the change leaves alone. */
  keeps: readonly (typeof rules)[number]['needs'][];
  of(files: Files): Files | undefined;
}

/** The most severe first. */
const severities = ['error', 'warning', 'notice'];

const all = ['object', 'policy', 'topology', 'prediction'] as const;

const changes: Change[] = [
  {
    name: 'unrelated objects',
    keeps: all,
    of: (files) => ({ ...files, 'unrelated.yaml': unrelated }),
  },
  {
    name: 'unrelated objects that are read first',
    keeps: all,
    of: (files) => ({ '0-unrelated.yaml': unrelated, ...files }),
  },
  { name: 'a file for each object', keeps: all, of: split },
  {
    name: 'the objects in another order',
    keeps: all,
    of: (files) => mapManifests(files, (text) => documentsOf(text).reverse().join('---\n')),
  },
  {
    name: 'no clusters in the configuration',
    keeps: ['object', 'policy'],
    of: withoutClusters,
  },
  {
    name: 'another cluster in a region of its own',
    keeps: ['object', 'policy'],
    of: (files) => {
      const list = /^clusters:\n( *)- /m;
      const config = files[CONFIG] ?? '';
      const far = 'clusters:\n$1- {name: far, locality: africa-south1}\n$1- ';
      return list.test(config) ? { ...files, [CONFIG]: config.replace(list, far) } : undefined;
    },
  },
];

function documentsOf(text: string): string[] {
  return text.split(/^---\n/m).map((one) => (one.endsWith('\n') ? one : `${one}\n`));
}

function isManifest(file: string): boolean {
  return file !== CONFIG && !/mesh-?config|kustomization|Chart|values|templates/.test(file);
}

function mapManifests(files: Files, change: (text: string) => string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, isManifest(file) ? change(text) : text]),
  );
}

function split(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).flatMap(([file, text]) => {
      const documents = isManifest(file) ? documentsOf(text) : [text];
      if (documents.length === 1) return [[file, text]];
      return documents.map((one, index) => [file.replace(/(\.\w+)$/, `-${index}$1`), one]);
    }),
  );
}

/** Without what says where anything runs; other keys, such as those of rules, are a part of the case. */
function withoutClusters(files: Files): Files | undefined {
  const config = files[CONFIG];
  if (config === undefined || /paths:|context:|clients:|scenarios:/.test(config)) return undefined;
  const rest = config.replace(/^clusters:\n(?:[ ].*\n|-.*\n)*/m, '');
  return { ...files, [CONFIG]: rest };
}

/** What a case is about, so that the change takes it away: each with its reason. */
const exceptions: Record<string, readonly string[]> = {
  // Which of two objects is the first one is what it reports.
  'readable-manifest': ['a file for each object', 'the objects in another order'],
  'no-duplicate-keys': ['a file for each object', 'the objects in another order'],
  // A template is one as a file.
  'not-rendered': ['a file for each object', 'the objects in another order'],
  // Outlier detection alone is for several regions only where clusters say that there are some.
  'max-ejection-percent-100': ['no clusters in the configuration'],
  // What may be elsewhere is an error only where clusters declare the mesh.
  'backend-without-grant': ['no clusters in the configuration'],
  'route-not-attached': ['no clusters in the configuration'],
  // Something is predicted once another host has a policy.
  'nothing-predicted': ['unrelated objects', 'unrelated objects that are read first'],
};

describe.each(changes)('$name', ({ name, keeps, of }) => {
  const kept = rules.filter(
    (rule) => keeps.includes(rule.needs) && !exceptions[rule.name]?.includes(name),
  );
  test.each(kept.map((rule) => rule.name))('leaves %s as it is', (rule) => {
    for (const { verdict, name: own, files } of fixtureCases(rule)) {
      if (verdict !== 'bad') continue;
      const before = Object.fromEntries(files.map(({ file, text }) => [file, text]));
      const after = of(before);
      if (!after) continue;
      const found = (tree: Files) =>
        checkFiles(tree).findings.filter(
          (finding) => finding.rule === rule && !finding.file.includes('unrelated'),
        );
      const severityOf = ({ severity }: { severity: string }) => severities.indexOf(severity);
      const [old, now] = [found(before), found(after)];
      // As many as before at least, and as severe.
      expect([own, now.length >= old.length]).toEqual([own, true]);
      expect([own, Math.min(...now.map(severityOf)) <= Math.min(...old.map(severityOf))]).toEqual([
        own,
        true,
      ]);
    }
  });
});

test('every rule says what it needs', () => {
  for (const { needs } of rules) expect(all).toContain(needs);
});
