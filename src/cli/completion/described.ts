import { presets } from '../../config/config.js';
import { rules } from '../../rules/index.js';
import { sharedSettings, type Setting } from '../../work/options.js';
import type { Command, CommandEntry, OptionHelp } from '../command.js';
import { commonHelp, commonOptions } from '../common-options.js';

/** What a shell can complete of a command. */
export interface DescribedCommand {
  name: string;
  summary: string;
  options: DescribedOption[];
  /** What the operands can be; `files`: paths. */
  operands: 'files' | readonly string[];
}

export interface DescribedOption {
  /** Without the dashes. */
  name: string;
  short: string | undefined;
  /** A few words. */
  text: string;
  /** What its value can be; undefined: it takes none; `files`: paths; none: nobody can tell. */
  values: 'files' | readonly string[] | undefined;
}

/** The shells for which there are scripts. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** Every command with its options, in the order of the help. */
export async function describeCommands(
  commands: readonly CommandEntry[],
): Promise<DescribedCommand[]> {
  const described: DescribedCommand[] = [];
  for (const entry of commands) described.push(describe(entry, await entry.load()));
  return described;
}

function describe({ name, summary, operands }: CommandEntry, command: Command): DescribedCommand {
  const { formats, help } = command;
  const texts = new Map(
    [...help, ...commonHelp(formats.join(', '))].flatMap((row) => {
      const option = /--([a-z-]+)/.exec(row.term)?.[1];
      return option === undefined ? [] : [[option, row] as const];
    }),
  );
  const options: Command['options'] = { ...command.options, ...commonOptions };
  return {
    name,
    summary,
    options: Object.entries(options).map(([option, { type, short }]): DescribedOption => ({
      name: option,
      short,
      text: shortText(texts.get(option)),
      values: type === 'boolean' ? undefined : valuesOf(option, formats, texts.get(option)),
    })),
    operands: operandsOf(operands),
  };
}

/** Up to the first colon, bracket or full stop: a shell has one line for it. */
function shortText(help: OptionHelp | undefined): string {
  const [text = ''] = (help?.text ?? '').split(/[:;(]|\. /);
  return text.trim();
}

const choices = new Map<string, readonly string[]>([
  ...Object.values<Setting>(sharedSettings).flatMap(({ option, choices: own }) =>
    option !== undefined && own ? [[option, own] as const] : [],
  ),
  ['preset', presets],
  ['render', ['off', 'auto']],
  ['depth', ['1', '2']],
]);

function valuesOf(
  option: string,
  formats: readonly string[],
  help: OptionHelp | undefined,
): 'files' | readonly string[] {
  if (option === 'format') return formats;
  const known = choices.get(option);
  if (known) return known;
  return /FILE|DIR|FOLDER|PATH/.test(help?.term ?? '') ? 'files' : [];
}

function operandsOf(operands: string): 'files' | readonly string[] {
  if (operands === 'RULE') return rules.map(({ name }) => name);
  if (operands === shells.join('|')) return shells;
  return operands === '' ? [] : 'files';
}
