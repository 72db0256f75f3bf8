import { flagOn, isModelledFlag } from '../config/control-plane-config.js';
import type { Config, Profile } from '../config/config.js';
import { UserError } from '../foundation/errors.js';
import { safeText } from '../foundation/safe-text.js';
import { unmodelledFlag } from '../lint/read-problems.js';
import type { Project } from '../project/project.js';
import { behaviourText } from '../report/behaviour-text.js';
import type { AgainstOutput } from '../report/json-outputs.js';
import { toJson } from '../report/json.js';
import { paint } from '../report/paint.js';
import { behaviourChanges } from '../traffic/behaviour-change.js';
import type { Prediction } from '../traffic/result.js';
import { predictTable, scenariosOf } from '../traffic/table.js';
import type { OptionHelp, OptionValues } from './command.js';
import { hasColor, listOption, oneOf } from './common-options.js';
import { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { inspectChosen, widthOf } from './judge.js';
import { outputsOf, writeOutput } from './output.js';
import { scenarioOptionsOf } from './scenario-options.js';
import { checkSelection, isHostChosen, selectScenarios, targetFilter } from './selection.js';

/** The option that compares with another control plane. */
export const againstOptions = { against: { type: 'string', multiple: true } } as const;

export const againstHelp: OptionHelp[] = [
  {
    term: '--against SETTING',
    text: 'which rows change with profile=NAME or flag=NAME=VALUE; repeatable',
  },
];

const profiles: readonly Profile[] = ['istio-1.31', 'istio-1.30', 'csm-managed'];

/** A control plane to compare with. */
interface Against {
  settings: string[];
  profile: Profile | undefined;
  flags: Record<string, string>;
}

/**
 * What the options compare with; undefined: nothing.
 *
 * @throws UserError for what is neither a profile nor a flag.
 */
export function againstAsked(values: OptionValues): Against | undefined {
  const settings = listOption(values, 'against');
  if (settings.length === 0) return undefined;
  const against: Against = { settings, profile: undefined, flags: {} };
  for (const setting of settings) {
    const [, profile] = /^profile=(.*)$/s.exec(setting) ?? [];
    const [, flag, value = ''] = /^flag=([A-Z][A-Z0-9_]{0,199})=(.*)$/s.exec(setting) ?? [];
    if (profile !== undefined) {
      against.profile = oneOf('--against profile=', profile, profiles);
    } else if (flag === undefined) {
      throw new UserError(
        `--against: "${setting}" is neither profile=NAME nor flag=NAME=VALUE; write such as flag=AMBIENT_ENABLE_MULTI_NETWORK=true`,
      );
    } else if (isModelledFlag(flag) && flagOn(value) === undefined) {
      throw new UserError(`--against: ${flag} is true or false, not "${value}"`);
    } else against.flags[flag] = value;
  }
  return against;
}

/** Predicts both tables and writes the rows that differ. */
export async function compareAgainst(
  against: Against,
  values: OptionValues,
  operands: string[],
  io: Io,
): Promise<number> {
  const outputs = outputsOf(values, ['text', 'json'] as const);
  const project = await inspectChosen(values, operands, io);
  const other = project.withConfig(withControlPlane(project.config, against));
  const [before, after] = [rowsOf(project, values), rowsOf(other, values)];
  const changes = behaviourChanges(before, after);
  const isManaged = other.config.profile === 'csm-managed';
  const notModelled = Object.keys(against.flags).filter(
    (name) => isManaged || !isModelledFlag(name),
  );
  const { settings } = against;
  for (const output of outputs) {
    const width = output.file === undefined ? widthOf(io) : undefined;
    const style = paint(output.file === undefined && hasColor(values, io));
    const notes = notModelled.map(
      (name) => `${unmodelledFlag(name)} Nothing is known of what it changes.`,
    );
    const lines = [
      safeText(`With ${settings.join(', ')}, compared with the configuration as it is:`),
      ...behaviourText(changes, style, width),
      ...notes,
    ];
    const value: AgainstOutput = { version: 1, against: settings, notModelled, ...changes };
    const text = output.format === 'json' ? toJson(value) : lines.join('\n\n');
    await writeOutput(output, `${text}\n`, io);
  }
  return ExitCode.fine;
}

/** The flags count for every cluster, also where one sets another value by itself. */
function withControlPlane(config: Config, { profile, flags }: Against): Config {
  const isNamed = ([name]: [string, unknown]) => !Object.hasOwn(flags, name);
  const clusters = config.clusters?.map((cluster) => {
    const own = Object.entries(cluster.controlPlane?.flags ?? {}).filter(isNamed);
    return { ...cluster, controlPlane: { flags: Object.fromEntries(own) } };
  });
  return {
    ...config,
    clusters,
    profile: profile ?? config.profile,
    controlPlane: { flags: { ...config.controlPlane.flags, ...flags } },
  };
}

function rowsOf(project: Project, values: OptionValues): Prediction[] {
  const environments = project.environments.map(({ name, mesh }) => ({
    ...{ name, mesh },
    scenarios: scenariosOf(mesh, scenarioOptionsOf(values)),
  }));
  checkSelection(values, environments);
  const options = { isMeant: targetFilter(values), isAll: isHostChosen(values) };
  return environments.flatMap(({ name, mesh, scenarios }) => {
    const chosen = selectScenarios(values, scenarios);
    const rows = [...predictTable(mesh, chosen, { ...options, environment: name })];
    return rows.map(({ prediction }) => prediction);
  });
}
