import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { makeFolder } from '../files/make-folder.js';
import { readSmallFile } from '../files/read-small-file.js';
import { replaceFile } from '../files/write-file.js';
import { isRecord } from './field-set.js';
import { isRunRecord, type RunRecord } from './run-record.js';

/** The copy on disk of what the clusters keep about a run, for when a cluster has lost its own. */
interface StateFile {
  kind: 'mesh-failover-state';
  version: 1;
  run: string;
  clusters: RunRecord[];
}

const maxBytes = 256 * 1024 * 1024;

/** Where state is kept unless said otherwise: in a workflow, where the job's other files are. */
export function defaultStateFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env['RUNNER_TEMP']) return join(env['RUNNER_TEMP'], 'mesh-failover');
  if (env['XDG_STATE_HOME']) return join(env['XDG_STATE_HOME'], 'mesh-failover');
  const home = env['HOME'] ?? homedir();
  return home ? join(home, '.local', 'state', 'mesh-failover') : join(tmpdir(), 'mesh-failover');
}

/**
 * Writes the file, readable for its owner alone, and gives its path.
 *
 * @param advice What helps where that is not possible.
 * @throws UserError
 */
export async function writeState(
  folder: string,
  run: string,
  clusters: RunRecord[],
  advice: string,
): Promise<string> {
  const file = join(folder, `${run}.json`);
  const state: StateFile = { kind: 'mesh-failover-state', version: 1, run, clusters };
  try {
    await makeFolder(folder, 0o700);
    await replaceFile(file, [JSON.stringify(state)], { mode: 0o600 });
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      `the state before the deployment cannot be kept in ${folder}: ${message}. ${advice}`,
    );
  }
  return file;
}

/** What is restored, or was never needed, is not kept. */
export async function removeState(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

/** @throws UserError for what is no such file */
export function readState(path: string, name: string): RunRecord[] {
  let text: string;
  try {
    text = readSmallFile(path, maxBytes).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`${name} ${code === undefined ? message : `cannot be read: ${message}`}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  const clusters = isRecord(value) ? value['clusters'] : undefined;
  if (
    isRecord(value) &&
    value['kind'] === 'mesh-failover-state' &&
    Array.isArray(clusters) &&
    clusters.every(isRunRecord)
  ) {
    return clusters;
  }
  throw new UserError(`${name} is no state file of mesh-failover apply`);
}
