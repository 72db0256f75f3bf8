import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onSignals } from './signals.js';

/**
 * Puts a kubeconfig into a file that nobody else may read, for as long as the work with it lasts. However that ends,
 * also by a signal, the file is removed.
 *
 * @param folder Where it is put; not the workspace.
 * @param cancel As for `onSignals`; default: a signal ends the process.
 */
export async function withKubeconfigFile<T>(
  kubeconfig: string,
  folder: string,
  work: (file: string) => Promise<T>,
  cancel: () => boolean = () => false,
): Promise<T> {
  const own = mkdtempSync(join(folder, 'mesh-failover-'));
  const remove = () => {
    rmSync(own, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const stop = onSignals(cancel, remove);
  try {
    const file = join(own, 'kubeconfig');
    writeFileSync(file, kubeconfig, { mode: 0o600, flag: 'wx' });
    return await work(file);
  } finally {
    remove();
    process.off('exit', remove);
    stop();
  }
}
