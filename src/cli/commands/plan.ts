import { resolve } from 'node:path';
import { writePlan } from '../../deploy/plan-file.js';
import { hasChanges, hasDrift } from '../../deploy/plan-result.js';
import { UserError } from '../../foundation/errors.js';
import { awayByLink, leadsAway } from '../../files/leads-away.js';
import { toJson } from '../../report/json.js';
import { planMarkdown } from '../../report/plan-markdown.js';
import { planText } from '../../report/plan-text.js';
import { commitOf, repositoriesOf } from '../../sources/repositories.js';
import { planDeployment } from '../../work/plan.js';
import { askedClusters } from '../clusters.js';
import type { Command } from '../command.js';
import { hasColor, textOption } from '../common-options.js';
import { chooseClusters, deployChoices, writeHelp, writeOptions } from '../deploy-options.js';
import { tellProgress } from '../deploy-progress.js';
import { ExitCode } from '../exit-code.js';
import { inspectToSend } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

/** As much as a comment on a pull request takes. */
const markdownBytes = 64_000;

const formats = ['text', 'json', 'markdown'] as const;

export const planCommand: Command = {
  formats,
  options: {
    ...writeOptions,
    out: { type: 'string' },
    'exit-code': { type: 'boolean' },
    'detailed-exitcode': { type: 'boolean' },
  },
  help: [
    {
      term: '--out FILE',
      text: 'also write the plan, for: mesh-failover apply FILE',
    },
    {
      term: '--exit-code',
      text: 'exit with 1 where the clusters are not what the manifests say (drift)',
    },
    {
      term: '--detailed-exitcode',
      text: '0: nothing to change, 2: something, 1: anything else',
    },
    ...writeHelp,
  ],
  examples: [
    'mesh-failover plan mesh/',
    'mesh-failover plan --out plan.json mesh/ && mesh-failover apply plan.json',
    'mesh-failover plan --exit-code mesh/',
  ],
  async run(values, operands, io) {
    const isDetailed = values['detailed-exitcode'] === true;
    if (isDetailed && values['exit-code'] === true) {
      throw new UserError('--exit-code and --detailed-exitcode mean different things: give one');
    }
    const outputs = outputsOf(values, formats);
    const inspection = await inspectToSend(values, operands, io);
    const { config } = inspection;
    const { chosen, rest } = chooseClusters(config, values, { mayLeaveOut: true });
    const { lint } = inspection.check();
    const { result, file } = await planDeployment(
      { project: inspection, config, lint, failOn: 'error' },
      await askedClusters(chosen, rest, io),
      {
        ...deployChoices(config, values),
        repositories: repositoriesOf(io.cwd),
        commit: commitOf(io.cwd, io.env),
        env: io.env,
        now: io.now?.() ?? new Date(),
        progress: tellProgress(values, io),
      },
    );
    for (const output of outputs) {
      const color = output.file === undefined && hasColor(values, io);
      const text = {
        text: () => planText(result, color),
        json: () => `${toJson(result)}\n`,
        markdown: () => planMarkdown(result, markdownBytes),
      }[output.format]();
      await writeOutput(output, text, io);
    }
    const out = textOption(values, 'out');
    if (out !== undefined && file) {
      const path = resolve(io.cwd, out);
      if (leadsAway(path, io.cwd)) throw new UserError(`${out}: ${awayByLink}`);
      await writePlan(path, out, file);
    }
    if (result.refusals.length > 0) return ExitCode.failed;
    if (isDetailed) return hasChanges(result) ? detailedChanges : ExitCode.fine;
    return values['exit-code'] === true && hasDrift(result) ? ExitCode.failed : ExitCode.fine;
  },
};

/** As with Terraform, from which the option is. */
const detailedChanges = 2;
