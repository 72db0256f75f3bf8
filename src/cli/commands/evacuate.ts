import { UserError } from '../../foundation/errors.js';
import { percent } from '../../foundation/percent.js';
import { safeText } from '../../foundation/safe-text.js';
import { shortHost } from '../../mesh/host-name.js';
import {
  simulateEvacuation,
  type SimulatedEvacuation,
} from '../../project/simulated-evacuation.js';
import { unifiedDiff } from '../../report/unified-diff.js';
import { inspect } from '../../work/inspect.js';
import { sharedSettings } from '../../work/options.js';
import type { Command, OptionValues } from '../command.js';
import { environmentHelp, environmentOptions, renderHelp, textOption } from '../common-options.js';
import { numberOption } from '../deploy-options.js';
import { evacuateInClusters, isForClusters } from '../evacuate-clusters.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { inspectOptions } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { optionHelp, parsedOptions } from '../shared-options.js';

const own = sharedSettings;
const clusterSettings = [
  own.evacuationFor,
  own.evacuationSteps,
  own.evacuationPause,
  own.restore,
  own.expired,
] as const;

export const evacuateCommand: Command = {
  formats: ['text', 'json'],
  options: {
    ...parsedOptions(...clusterSettings, own.applyDryRun, own.takeOver, own.acceptChanges),
    ...parsedOptions(own.lockTimeout, own.strategy),
    ...environmentOptions,
    render: { type: 'string' },
    'allow-missing': { type: 'string', multiple: true },
    reason: { type: 'string' },
    'verify-timeout': { type: 'string' },
    'state-dir': { type: 'string' },
    out: { type: 'string' },
    'reverse-out': { type: 'string' },
    keep: { type: 'string' },
  },
  help: [
    ...optionHelp(...clusterSettings),
    { term: '--out FILE', text: 'where the patch goes (default: standard output)' },
    { term: '--reverse-out FILE', text: 'where the patch for the way back goes' },
    {
      term: '--keep PERCENT',
      text: 'what the region keeps of its share, for an evacuation in steps (default: 0)',
    },
    {
      term: '--accept-changes',
      text: 'go on where requests would fail, or would still go there, or are too many for the others',
    },
    ...optionHelp(own.applyDryRun, own.takeOver, own.lockTimeout, own.strategy),
    {
      term: '--allow-missing NAME,…',
      text: 'go on without these clusters; the next apply brings them up to date (with --reason)',
    },
    { term: '--reason TEXT', text: 'why clusters are left out; kept in those that are not' },
    {
      term: '--verify-timeout SECONDS',
      text: 'how long a control plane that reports may take (default: 60, managed 600)',
    },
    { term: '--state-dir DIR', text: 'where the state before is kept until the run has ended' },
    ...environmentHelp,
    renderHelp,
  ],
  examples: [
    'mesh-failover evacuate europe-west1 --for 2h --steps 50,25,0 mesh/',
    'mesh-failover evacuate --restore mesh/',
    'mesh-failover evacuate europe-west1 --out evacuate.patch mesh/',
    'mesh-failover evacuate europe-west1 --keep 50 mesh/ | git apply',
  ],
  async run(values, operands, io) {
    if (isForClusters(values)) return evacuateInClusters(values, operands, io);
    const other = onlyInClusters.find((name) => values[name] !== undefined);
    if (other !== undefined) throw new UserError(`--${other} goes with --for or --restore`);
    if (outputsOf(values, ['text', 'json'] as const).some(({ format }) => format === 'json')) {
      throw new UserError('--format json goes with --for or --restore');
    }
    const [region, ...paths] = operands;
    if (region === undefined) throw new UserError('evacuate needs the name of a region');
    const project = await inspect(inspectOptions(values, paths, io));
    project.assertOneEnvironment();
    const share = shareOf(values);
    const found = simulateEvacuation(project, region, share);
    const out = textOption(values, 'out');
    // The patch alone goes to standard output where it has no file.
    const people = out === undefined ? { ...io, stdout: io.stderr } : io;
    const accepts = values['accept-changes'] === true;
    const isRefused = found.problems.length > 0 || (found.objections.length > 0 && !accepts);
    const lines = [...textOf(found, region), endOf(found, isRefused, out)];
    await writeText(people, undefined, `${lines.join('\n')}\n`);
    if (isRefused) return ExitCode.failed;
    const { files } = found;
    const patch = files.map(({ file, before, after }) => unifiedDiff(file, before, after)).join('');
    const back = files.map(({ file, before, after }) => unifiedDiff(file, after, before)).join('');
    await writeText(io, out, patch);
    const reverse = textOption(values, 'reverse-out');
    if (reverse !== undefined) await writeText(io, reverse, back);
    return ExitCode.fine;
  },
};

const onlyInClusters = [
  ...[own.evacuationSteps, own.evacuationPause, own.expired].map(({ option }) => option),
  ...[own.applyDryRun, own.takeOver, own.lockTimeout, own.strategy].map(({ option }) => option),
  ...['allow-missing', 'reason', 'verify-timeout', 'state-dir'],
];

function shareOf(values: OptionValues): number {
  const kept = numberOption(values, 'keep') ?? 0;
  if (kept > 99) throw new UserError('--keep takes a percentage below 100');
  return kept / 100;
}

function writeText(io: Io, file: string | undefined, text: string): Promise<void> {
  return writeOutput({ format: 'text', file }, text, io);
}

function textOf(
  { moves, problems, objections, warnings, changed }: SimulatedEvacuation,
  region: string,
): string[] {
  const shares = (all: ReadonlyMap<string, number>) =>
    [...all].map(([name, share]) => `${name} ${percent(share)}`).join(', ');
  return [
    ...changed.map((name) => `changes DestinationRule ${name}`),
    ...moves
      .filter(({ before, after }) => (before.get(region) ?? 0) + (after.get(region) ?? 0) > 0)
      .map(({ host, client, before, after }) => {
        return `${shortHost(host)} from ${client}: ${shares(before)} → ${shares(after)}`;
      }),
    ...[...problems, ...objections].map((text) => `refused: ${text}`),
    ...warnings.map((text) => `warning: ${text}`),
  ].map((line) => safeText(line));
}

function endOf(
  { files, problems }: SimulatedEvacuation,
  isRefused: boolean,
  out: string | undefined,
): string {
  if (isRefused) {
    const hint = problems.length > 0 ? '' : ' To go on all the same: --accept-changes';
    return `No patch was written.${hint}`;
  }
  if (files.length === 0) return 'Nothing sends requests there: the patch is empty.';
  return `The patch${out === undefined ? '' : ` is in ${safeText(out)}`}: git apply makes the change, git apply -R takes it back.`;
}
