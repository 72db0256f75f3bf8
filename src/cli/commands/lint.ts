import { knownFindings, newFindings } from '../../lint/new-findings.js';
import type { Finding } from '../../foundation/finding.js';
import type { Project } from '../../project/project.js';
import { tableRules } from '../../lint/table-findings.js';
import { formatNames } from '../../report/formats.js';
import { baselineHelp, baselineOptions, baselineStep } from '../baseline-options.js';
import { changeHelp, changeOptions, comparedBase } from '../changed-since.js';
import { isFailure } from '../../lint/is-failure.js';
import { projectBefore, withoutKnown } from '../../work/check.js';
import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions, renderOption } from '../common-options.js';
import { ExitCode } from '../exit-code.js';
import { fixHelp, fixOptions, fixOptionsOf, lintFixed } from '../fix-options.js';
import { configFor, inspectFor, inspectOptions, report } from '../judge.js';
import { outputsOf } from '../output.js';

export const lintCommand: Command = {
  formats: formatNames,
  options: { ...judgeOptions, ...fixOptions, ...baselineOptions, ...changeOptions },
  help: [...judgeHelp, ...fixHelp, ...baselineHelp, ...changeHelp],
  examples: [
    'mesh-failover lint mesh/',
    'mesh-failover lint --format text --format json=lint.json',
    'mesh-failover lint --fix-dry-run mesh/ > fixes.patch',
  ],
  async run(values, operands, io) {
    const start = performance.now();
    const mode = fixOptionsOf(values);
    const asked = outputsOf(values, formatNames, mode === 'dry-run' ? [] : undefined);
    const level = failLevel(values);
    const baseline = baselineStep(values, io);
    const base = comparedBase(values, operands, io);
    // As the files are rendered now, they are rendered as they were.
    const render = renderOption(values) ?? configFor(values, io).render;
    const options = { ...inspectOptions(values, operands, io), render };
    const earlier = base && (await projectBefore(options, base));
    const before = earlier?.project;
    const known = before
      ? knownFindings(before.lint().findings, (file) => before.manifests.text(file))
      : [];
    const newIn = (findings: readonly Finding[], { manifests }: Project) =>
      earlier ? newFindings(findings, known, (file) => manifests.text(file)) : [...findings];
    const reported = (looked: Project) =>
      newIn(baseline.reported(looked.lint().findings, looked), looked);
    const inspection = mode
      ? await lintFixed(mode, values, operands, io, reported)
      : await inspectFor(values, operands, io);
    const notRun = tableRules.map(({ name }) => name);
    const notKnown = await baseline.conclude(inspection.lint(), inspection, notRun);
    const result = earlier
      ? withoutKnown(notKnown, newIn(notKnown.findings, inspection))
      : notKnown;
    const seconds = (performance.now() - start) / 1000;
    const results = { lint: result, predictions: undefined };
    await report(asked, values, io, inspection, results, seconds);
    return isFailure(result.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};
