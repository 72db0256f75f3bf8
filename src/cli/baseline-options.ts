import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  baselineText,
  compareWith,
  parseBaseline,
  staleFindings,
  type Baseline,
} from '../lint/baseline.js';
import { finish, withSettings } from '../lint/finish.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import type { Project } from '../project/project.js';
import { RuleSettings } from '../lint/rule-settings.js';
import { UserError } from '../foundation/errors.js';
import { displayName } from '../sources/find-files.js';
import { readTextFile } from '../sources/read-file.js';
import { plural } from '../foundation/plural.js';
import { rules } from '../rules/index.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { textOption } from './common-options.js';
import type { Io } from './io.js';
import { writeOutput } from './output.js';

/** Options that set the findings of an old repository aside. */
export const baselineOptions = {
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
} satisfies Command['options'];

export const baselineHelp: OptionHelp[] = [
  { term: '--baseline FILE', text: 'report only what is not in this file' },
  { term: '--write-baseline FILE', text: 'write what is found to this file, and report nothing' },
];

type Looked = Pick<Project, 'manifests' | 'config'>;

/** What to do with a result, by the options. */
export interface BaselineStep {
  /** Those of the findings that are not set aside. */
  reported(findings: readonly Finding[], looked: Looked): Finding[];
  /**
   * Writes the baseline, or leaves out what is in it, and counts that.
   *
   * @param notRun The names of rules that have had no chance to find anything.
   */
  conclude(lint: LintResult, looked: Looked, notRun: readonly string[]): Promise<LintResult>;
}

/** @throws UserError for a file that cannot be read or is no baseline. */
export function baselineStep(values: OptionValues, io: Io): BaselineStep {
  const file = textOption(values, 'baseline');
  const target = textOption(values, 'write-baseline');
  if (file !== undefined && target !== undefined) {
    throw new UserError('--baseline reads and --write-baseline writes: give one of them');
  }
  if (target !== undefined) return writer(target, values, io);
  if (file !== undefined) return reader(readBaseline(file, io), io);
  return {
    reported: (findings) => [...findings],
    conclude: (lint) => Promise.resolve(lint),
  };
}

function readBaseline(file: string, io: Io): Baseline {
  const path = resolve(io.cwd, file);
  const read = readTextFile(path);
  if ('problem' in read) throw new UserError(`${file}: ${read.problem}`);
  return parseBaseline(displayName(path, io.cwd), read.text);
}

function writer(file: string, values: OptionValues, io: Io): BaselineStep {
  return {
    reported: () => [],
    async conclude(lint, { manifests }) {
      const { findings, summary } = lint;
      const text = baselineText(findings, (name) => manifests.text(name));
      await writeOutput({ format: 'baseline', file }, text, io);
      if (values['quiet'] !== true) {
        const what = plural(findings.length, 'finding');
        io.stderr.write(`mesh-failover: wrote ${what} to the baseline\n`);
      }
      return finish({
        version: 1,
        findings: [],
        summary: { ...summary, baselined: findings.length },
      });
    },
  };
}

function reader(baseline: Baseline, io: Io): BaselineStep {
  const compare = (findings: readonly Finding[], { manifests }: Looked) =>
    compareWith(baseline, findings, (file) => manifests.text(file));
  return {
    reported: (findings, looked) => compare(findings, looked).kept,
    async conclude(lint, looked, notRun) {
      const { kept, baselined, stale } = compare(lint.findings, looked);
      const settings = new RuleSettings(looked.config);
      const isOff = (name: string) =>
        notRun.includes(name) || rules.some((rule) => rule.name === name && !settings.isOn(rule));
      const mended: number[] = [];
      for (const index of stale) {
        const entry = baseline.entries[index];
        if (!entry || isOff(entry.rule)) continue;
        // A file that was not read this time may be as it was.
        const wasRead = looked.manifests.text(entry.file) !== undefined;
        if (wasRead || !(await exists(resolve(io.cwd, entry.file)))) mended.push(index);
      }
      const findings = [...kept, ...withSettings(staleFindings(baseline, mended), settings)];
      return finish({ version: 1, findings, summary: { ...lint.summary, baselined } });
    },
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
