import type { Progress } from '../deploy/progress.js';
import { deployProgress } from '../report/deploy-progress.js';
import type { OptionValues } from './command.js';
import type { Io } from './io.js';

/** Writes a deployment's progress to standard error. */
export function tellProgress(values: OptionValues, { stderr }: Io): Progress {
  return values['quiet'] === true ? () => {} : deployProgress((line) => stderr.write(`${line}\n`));
}
