import { connect } from '../../cluster/connect.js';
import type { Config } from '../../config/config.js';
import { apply as applyObjects } from '../../deploy/apply.js';
import { hasFailed } from '../../deploy/apply-result.js';
import { deployObjects } from '../../deploy/objects-of.js';
import type { ProgressEvent } from '../../deploy/progress.js';
import { UserError } from '../../manifest/errors.js';
import { applyText } from '../../report/apply-text.js';
import { toJson } from '../../report/json.js';
import { safeText } from '../../report/safe-text.js';
import { checkTable } from '../../lint/check-table.js';
import { isFailure } from '../../lint/is-failure.js';
import type { Command } from '../command.js';
import { hasColor, oneOf } from '../common-options.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { inspectFor, report } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

export const apply: Command = {
  name: 'apply',
  operands: '[PATH…]',
  summary: 'check, then apply to every cluster of the configuration, or to none',
  options: { 'dry-run': { type: 'string' }, 'force-conflicts': { type: 'boolean' } },
  help: [
    {
      term: '--dry-run=server',
      text: 'ask every API server what would happen, and change nothing',
    },
    { term: '--force-conflicts', text: 'take over fields that another field manager owns' },
  ],
  examples: ['mesh-failover apply --dry-run=server mesh/', 'mesh-failover apply mesh/'],
  async run(values, operands, io) {
    const outputs = outputsOf(values, ['text', 'json']);
    const dryRun = oneOf('--dry-run', values['dry-run'] ?? 'none', ['none', 'server']) === 'server';
    const inspection = await inspectFor(values, operands, io);
    const clusters = clustersOf(inspection.config);

    const { lint } = checkTable(inspection);
    if (isFailure(lint.findings, 'error')) {
      // Machine output is about the apply, and there was none: the findings are for people.
      const toStderr: Io = { ...io, stdout: io.stderr };
      const text = [{ format: 'text' as const, file: undefined }];
      await report(text, values, toStderr, inspection, { lint, predictions: undefined }, 0);
      io.stderr.write('\nThe check found errors: nothing was applied.\n');
      return ExitCode.failed;
    }

    const connected = [];
    for (const cluster of clusters) connected.push(await connect(cluster, { env: io.env }));
    const result = await applyObjects({
      objects: deployObjects(inspection.mesh),
      clusters: connected,
      dryRun,
      force: values['force-conflicts'] === true,
      ...(values['quiet'] === true ? {} : { progress: (event) => tell(event, io) }),
    });
    for (const output of outputs) {
      const color = output.file === undefined && hasColor(values, io);
      const text = output.format === 'json' ? `${toJson(result)}\n` : applyText(result, color);
      await writeOutput(output, text, io);
    }
    return hasFailed(result) ? ExitCode.failed : ExitCode.fine;
  },
};

function clustersOf({ clusters, file }: Config): NonNullable<Config['clusters']> {
  if (clusters?.length) return clusters;
  throw new UserError(
    `apply needs to know the clusters: ${file ?? 'mesh-failover.yaml'} must declare them ` +
      '(clusters, each with name, locality and context)',
  );
}

function tell(event: ProgressEvent, io: Io): void {
  if (event.step === 'reached') {
    const version = event.serverVersion ?? 'version unknown';
    io.stderr.write(`${safeText(event.cluster)}: reached, ${safeText(version)}\n`);
  } else if (event.step === 'checked' && event.done === event.total) {
    io.stderr.write(`${safeText(event.cluster)}: ${String(event.total)} objects checked\n`);
  }
}
