import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/** What a runner sends when a workflow is cancelled, and what ends a program on a machine of one's own. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Puts a kubeconfig into a file that nobody else may read, for as long as the work with it lasts. However that ends,
 * also by a signal, the file is removed.
 *
 * @param folder Where it is put; not the workspace.
 */
export async function withKubeconfigFile<T>(
  kubeconfig: string,
  folder: string,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const own = mkdtempSync(join(folder, 'mesh-failover-'));
  const remove = () => {
    rmSync(own, { recursive: true, force: true });
  };
  const end = (signal: (typeof SIGNALS)[number]) => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  process.once('exit', remove);
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    const file = join(own, 'kubeconfig');
    writeFileSync(file, kubeconfig, { mode: 0o600, flag: 'wx' });
    return await work(file);
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
