import { declaredClusters } from '../config/declared-clusters.js';
import { commandLineTerms as terms } from '../drill/drill-terms.js';
import type { OutageHook } from '../drill/outage-hook.js';
import { isRestored } from '../drill/restore-drill.js';
import { safeLines } from '../foundation/safe-text.js';
import { restoredText } from '../report/restored-text.js';
import { connectUsable } from '../work/connect-clusters.js';
import { restoreDrills } from '../work/restore-drills.js';
import { accessOf } from './clusters.js';
import type { OptionValues } from './command.js';
import { ExitCode } from './exit-code.js';
import { interruption } from './interruption.js';
import type { Io } from './io.js';
import { configFor } from './judge.js';

/** `drill --restore`: undoes in every cluster what a drill that died has left there. */
export async function restoreFromCli(
  values: OptionValues,
  io: Io,
  hook: OutageHook | undefined,
): Promise<number> {
  const config = configFor(values, io);
  const clusters = await connectUsable(declaredClusters(config), accessOf(io));
  // A signal in the middle of it would leave a cluster as it is: half restored.
  const { signal, end } = interruption(
    io,
    'interrupted; ends after this cluster',
    'still restoring; please wait',
  );
  const restored = await restoreDrills(config, clusters, {
    ...{ hook, terms, signal },
    tell: (message) => io.stderr.write(`${safeLines(message)}\n`),
    onRestored: (one) => io.stdout.write(restoredText(one)),
  });
  end();
  return restored.every(isRestored) ? ExitCode.fine : ExitCode.failed;
}
