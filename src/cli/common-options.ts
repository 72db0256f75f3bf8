import { presets, type Preset } from '../config/config.js';
import { type Severity } from '../foundation/severity.js';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { sharedSettings } from '../work/options.js';
import type { Io } from './io.js';
import { optionHelp, parsedOptions } from './shared-options.js';

/** Options that every command has. */
export const commonOptions = {
  ...parsedOptions(sharedSettings.config),
  format: { type: 'string', multiple: true },
  quiet: { type: 'boolean', short: 'q' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} satisfies Command['options'];

/** @param formats The names that `--format` takes, in words. */
export function commonHelp(formats: string): OptionHelp[] {
  return [
    ...optionHelp(sharedSettings.config),
    {
      term: '--format NAME[=FILE]',
      text: `${formats}; to standard output, or to a file; repeatable`,
    },
    { term: '-q, --quiet', text: 'findings and failures only' },
    { term: '--no-color', text: 'no colours, as with the environment variable NO_COLOR' },
    { term: '-h, --help', text: 'this help' },
  ];
}

/** Options of the commands that read manifests. */
export const sourceOptions = {
  namespace: { type: 'string' },
  render: { type: 'string' },
  exclude: { type: 'string', multiple: true },
} satisfies Command['options'];

/** The help of `--render`. */
export const renderHelp: OptionHelp = {
  term: '--render [off|auto]',
  text: 'render kustomizations and charts with the kustomize and Helm in PATH (default: the configuration)',
};

export const sourceHelp: OptionHelp[] = [
  {
    term: '--namespace NAME',
    text: 'for objects that neither name a namespace nor get one from their unit',
  },
  { term: '--exclude GLOB', text: 'leave these files out; repeatable' },
  renderHelp,
];

/** The option of the commands that work on one environment. */
export const environmentOptions = parsedOptions(
  sharedSettings.environment,
) satisfies Command['options'];

export const environmentHelp: OptionHelp[] = optionHelp(sharedSettings.environment);

/** Options of the commands that check manifests. */
export const judgeOptions = {
  ...sourceOptions,
  ...parsedOptions(sharedSettings.failOn, sharedSettings.allowEmpty),
  preset: { type: 'string' },
} satisfies Command['options'];

export const judgeHelp: OptionHelp[] = [
  ...sourceHelp,
  ...optionHelp(sharedSettings.failOn),
  {
    term: '--preset NAME',
    text: 'recommended, strict or invariants: which rules are on (default: the configuration)',
  },
  ...optionHelp(sharedSettings.allowEmpty),
];

/** @throws UserError for a level that there is not. */
export function failLevel(values: OptionValues): Severity {
  const { option, otherwise, choices } = sharedSettings.failOn;
  return oneOf(`--${option}`, values[option] ?? otherwise, choices);
}

/** @throws UserError for a preset that there is not. */
export function presetOption(values: OptionValues): Preset | undefined {
  const name = textOption(values, 'preset');
  return name === undefined ? undefined : oneOf('--preset', name, presets);
}

/** @throws UserError for what says neither that nor that not. */
export function renderOption(values: OptionValues): 'off' | 'auto' | undefined {
  const value = textOption(values, 'render');
  return value === undefined ? undefined : oneOf('--render', value, ['off', 'auto'] as const);
}

/** @throws UserError where the value is none of the choices. */
export function oneOf<T extends string>(option: string, value: unknown, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const near = didYouMean(String(value), choices);
  throw new UserError(
    `${option} takes ${choices.join(', ')}, not "${String(value)}"${near ? `; did you mean "${near}"?` : ''}`,
  );
}

/** The values of an option that can be repeated. */
export function listOption(values: OptionValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function textOption(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Colours only for who can see them. */
export function hasColor(values: OptionValues, { env, stdout }: Io): boolean {
  if (values['no-color'] === true || env['NO_COLOR'] || env['TERM'] === 'dumb') return false;
  return stdout.isTTY === true || Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0');
}
