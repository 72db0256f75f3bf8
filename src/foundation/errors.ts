/**
 * Something the user can mend: wrong usage, wrong configuration, a path that is not there.
 * The command line prints the message without a stack trace and exits with 2.
 */
export class UserError extends Error {
  override name = 'UserError';
}

/** One thing that is wrong in a configuration. */
export interface ConfigurationProblem {
  /** As the configuration file is shown: relative to the working folder. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** What is wrong, and what to do. */
  message: string;
}

/** A configuration that is wrong. Its message has a line for each problem: `file:line:column: message`. */
export class ConfigurationError extends UserError {
  override name = 'ConfigurationError';
  /** At least one, in the order of the file; none is there twice. */
  readonly problems: readonly ConfigurationProblem[];

  /** @param text The whole message, where it is another one than the lines of the problems. */
  constructor(problems: Iterable<ConfigurationProblem>, text?: string) {
    const distinct = new Map<string, ConfigurationProblem>();
    for (const problem of problems) {
      const { file, line, column, message } = problem;
      const shown = `${file}:${line}:${column}: ${message}`;
      if (!distinct.has(shown)) distinct.set(shown, problem);
    }
    super(text ?? [...distinct.keys()].join('\n'));
    this.problems = [...distinct.values()];
  }
}
