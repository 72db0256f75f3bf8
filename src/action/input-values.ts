import { getInput } from '@actions/core';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { Setting } from '../work/options.js';

/** A setting that is an input. */
export type Input<T extends string = string> = Setting<T> & { input: string };

/** Undefined: the input is empty. */
export function textInput({ input }: Input): string | undefined {
  return getInput(input) || undefined;
}

/** Values between spaces and line ends; undefined: there is none. */
export function listInput({ input }: Input): string[] | undefined {
  const values = getInput(input)
    .split(/\s+/)
    .filter((value) => value !== '');
  return values.length > 0 ? values : undefined;
}

/** @throws UserError for what is none of the choices; an empty input is the first one. */
export function choiceInput<T extends string>({
  input,
  choices,
}: Input<T> & { choices: readonly [T, ...T[]] }): T {
  return oneOfInput({ input, type: 'choice' }, choices) ?? choices[0];
}

/** @throws UserError for what is none of the choices; undefined: the input is empty. */
export function oneOfInput<T extends string>(
  { input }: Input,
  choices: readonly T[],
): T | undefined {
  const value = getInput(input);
  if (value === '') return undefined;
  const found = choices.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, choices);
  throw new UserError(
    `input ${input} takes ${choices.join(', ')}, not "${value}"${near ? `; did you mean "${near}"?` : ''}`,
  );
}

/** @throws UserError for what is neither true nor false */
export function flagInput({ input, otherwise }: Input): boolean {
  const value = getInput(input) || otherwise || 'false';
  if (/^(true|True|TRUE)$/.test(value)) return true;
  if (/^(false|False|FALSE)$/.test(value)) return false;
  throw new UserError(`input ${input} takes true or false, not "${value}"`);
}

/** @throws UserError for what is no whole number from 0 on; undefined: the input is empty. */
export function numberInput({ input }: Input): number | undefined {
  const value = getInput(input);
  if (value === '') return undefined;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new UserError(`input ${input} takes a whole number, not "${value}"`);
}
