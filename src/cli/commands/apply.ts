import { apply as applyObjects } from '../../deploy/apply.js';
import { hasFailed } from '../../deploy/apply-result.js';
import { deployObjects } from '../../deploy/objects-of.js';
import { isFailure } from '../../lint/is-failure.js';
import { applyText } from '../../report/apply-text.js';
import { toJson } from '../../report/json.js';
import { checkTable } from '../../lint/check-table.js';
import type { Command } from '../command.js';
import { hasColor, oneOf } from '../common-options.js';
import {
  applyOptions,
  chooseClusters,
  connectAll,
  writeHelp,
  writeOptions,
} from '../deploy-options.js';
import { tellProgress } from '../deploy-progress.js';
import { ExitCode } from '../exit-code.js';
import { interruption } from '../interruption.js';
import type { Io } from '../io.js';
import { inspectFor, report } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

export const apply: Command = {
  options: {
    'dry-run': { type: 'string' },
    ...writeOptions,
    gated: { type: 'boolean' },
    strategy: { type: 'string' },
    'on-failure': { type: 'string' },
    'verify-timeout': { type: 'string' },
    'state-dir': { type: 'string' },
  },
  help: [
    {
      term: '--dry-run=server',
      text: 'ask every API server what would happen, and change nothing',
    },
    ...writeHelp,
    {
      term: '--gated',
      text: 'the clusters that --clusters leaves out are applied by other jobs, behind one gate',
    },
    {
      term: '--strategy NAME',
      text: 'one-cluster-first (default) or parallel',
    },
    {
      term: '--on-failure DO',
      text: 'rollback (default): every cluster as it was before; stop: leave it as it is then',
    },
    {
      term: '--verify-timeout SECONDS',
      text: 'how long a control plane that reports may take (default: 60, managed 600)',
    },
    {
      term: '--state-dir DIR',
      text: 'where the state before is kept until the run has ended',
    },
  ],
  examples: [
    'mesh-failover apply --dry-run=server mesh/',
    'mesh-failover apply mesh/',
    'mesh-failover apply --clusters b --allow-missing a --reason "europe-west1 is down" mesh/',
  ],
  async run(values, operands, io) {
    const outputs = outputsOf(values, ['text', 'json']);
    const dryRun = oneOf('--dry-run', values['dry-run'] ?? 'none', ['none', 'server']) === 'server';
    const inspection = await inspectFor(values, operands, io);
    const { config, mesh } = inspection;
    const { chosen, missing } = chooseClusters(config, values, {
      mayLeaveOut: values['gated'] === true,
    });
    const options = applyOptions(config, values, io);

    const { lint } = checkTable(inspection);
    if (isFailure(lint.findings, 'error')) {
      // Machine output is about the apply, and there was none: the findings are for people.
      const toStderr: Io = { ...io, stdout: io.stderr };
      const text = [{ format: 'text' as const, file: undefined }];
      await report(text, values, toStderr, inspection, { lint, predictions: undefined }, 0);
      io.stderr.write('\nThe check found errors: nothing was applied.\n');
      return ExitCode.failed;
    }

    const clusters = await connectAll(chosen, io);
    const interrupted = interruption(
      io,
      'interrupted; the clusters are put back to what they were',
    );
    try {
      const result = await applyObjects({
        ...options,
        objects: deployObjects(mesh),
        clusters,
        ...(missing && { missing }),
        dryRun,
        signal: interrupted.signal,
        progress: tellProgress(values, io),
      });
      for (const output of outputs) {
        const color = output.file === undefined && hasColor(values, io);
        const text = output.format === 'json' ? `${toJson(result)}\n` : applyText(result, color);
        await writeOutput(output, text, io);
      }
      return hasFailed(result) ? ExitCode.failed : ExitCode.fine;
    } finally {
      interrupted.end();
    }
  },
};
