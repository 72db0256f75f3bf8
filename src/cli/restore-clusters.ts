import { declaredClusters } from '../config/declared-clusters.js';
import { loadConfig } from '../sources/load-config.js';
import type { OutageHook } from '../drill/outage-hook.js';
import { commandLineTerms as terms } from '../drill/drill-terms.js';
import { isRestored, restoreDrillOrSay } from '../drill/restore-drill.js';
import { restoredText } from '../report/restored-text.js';
import { safeLines } from '../foundation/safe-text.js';
import { rules } from '../rules/index.js';
import type { OptionValues } from './command.js';
import { textOption } from './common-options.js';
import { connectTo } from './deploy-options.js';
import { ExitCode } from './exit-code.js';
import { interruption } from './interruption.js';
import type { Io } from './io.js';

/** `drill --restore`: undoes in every cluster what a drill that died has left there; one that cannot be reached does not stop it. */
export async function restoreClusters(
  values: OptionValues,
  io: Io,
  hook: OutageHook | undefined,
): Promise<number> {
  const file = textOption(values, 'config');
  const config = loadConfig({ cwd: io.cwd, rules, ...(file ? { file } : {}) });
  const clusters = declaredClusters(config);
  const { deploy } = config;
  const environment = { name: deploy.environment, namespace: deploy.namespace };
  const tell = (message: string) => io.stderr.write(`${safeLines(message)}\n`);
  const fine: boolean[] = [];
  // A signal in the middle of it would leave a cluster as it is: half restored.
  const { signal, end } = interruption(
    io,
    'interrupted; ends after this cluster',
    'still restoring; please wait',
  );
  for (const own of clusters) {
    if (signal.aborted) {
      fine.push(false);
      break;
    }
    const place = { cluster: await connectTo(own, io), context: own.context, terms };
    const restored = await restoreDrillOrSay(place, environment, hook, tell);
    fine.push(isRestored(restored));
    io.stdout.write(restoredText(restored));
  }
  end();
  return fine.every(Boolean) ? ExitCode.fine : ExitCode.failed;
}
