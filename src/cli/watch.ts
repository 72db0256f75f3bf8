import { plural } from '../foundation/plural.js';
import { safeLines } from '../foundation/safe-text.js';
import { paint } from '../report/paint.js';
import { sinceSaveText } from '../report/watch-text.js';
import type { FormatName } from '../report/formats.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { watchSources, type WatchedCheck } from '../work/watch.js';
import type { OptionValues } from './command.js';
import { hasColor } from './common-options.js';
import { ExitCode } from './exit-code.js';
import { interruption } from './interruption.js';
import type { Io } from './io.js';
import { inspectOptions, report } from './judge.js';
import type { Output } from './output.js';

/** Erases the terminal, with what has been scrolled away. */
const clear = '\u001b[2J\u001b[3J\u001b[H';

/**
 * Checks whenever a file has changed, until Ctrl-C, and says what has changed with it.
 *
 * @throws UserError as `check`, for the first check alone.
 */
export async function watchCheck(
  values: OptionValues,
  operands: string[],
  io: Io,
  outputs: readonly Output<FormatName>[],
  scenarios: ScenarioOptions,
): Promise<number> {
  const { stdout } = io;
  const clearIfTerminal = () => {
    if (stdout.isTTY === true) stdout.write(clear);
  };
  const { signal, end } = interruption(io, 'stopped');
  const onCheck = async ({ checked, lint, since, seconds }: WatchedCheck) => {
    clearIfTerminal();
    const results = {
      lint,
      predictions: checked.table,
      ...(since ? { behaviour: since.change.behaviour } : {}),
    };
    await report(outputs, values, io, checked.project, results, seconds, values['all'] === true);
    const style = paint(hasColor(values, io));
    const added = since?.change.findings ?? [];
    const lines = since ? sinceSaveText({ added, mended: since.mended }, style) : [];
    const files = plural(checked.project.files.size, 'file');
    stdout.write(`\n${[...lines, `Watching ${files}; Ctrl-C ends it.`].join('\n')}\n`);
  };
  try {
    await watchSources(inspectOptions(values, operands, io), {
      scenarios,
      signal,
      onCheck,
      onProblem(error) {
        clearIfTerminal();
        stdout.write(`mesh-failover: ${safeLines(error.message)}\nWatching; Ctrl-C ends it.\n`);
      },
    });
  } finally {
    end();
  }
  return ExitCode.fine;
}
