import type { ParseArgsConfig } from 'node:util';
import type { Io } from './io.js';

/** The values of a command's options, as `util.parseArgs` gives them. */
export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface OptionHelp {
  /** Such as `--config FILE`. */
  term: string;
  text: string;
}

/** What is known of a command before it is loaded. */
export interface CommandEntry {
  name: string;
  /** What stands behind the name, such as `[PATH…]`. */
  operands: string;
  /** One line for the overview. */
  summary: string;
  load(): Promise<Command>;
}

/** A command of the command line. */
export interface Command {
  /** The names that its `--format` takes. */
  formats: readonly string[];
  options: NonNullable<ParseArgsConfig['options']>;
  help: OptionHelp[];
  examples: string[];
  /** Does the work; the result is the exit code. */
  run(values: OptionValues, operands: string[], io: Io): Promise<number>;
}
