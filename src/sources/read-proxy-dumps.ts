import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { DumpReader, type KeptDump } from '../proxies/read-dump.js';
import { cannotRead } from './file-problem.js';

/** Bytes that are read at a time. */
const chunkSize = 1024 * 1024;

/**
 * Reads dumps of proxies, part by part: of a file of any size no more is held than what the model needs.
 *
 * @param files As they were named.
 * @throws UserError for a file that cannot be read, or is no dump.
 */
export function readProxyDumps(files: readonly string[], cwd: string): KeptDump[] {
  return files.map((name) => readProxyDump(name, resolve(cwd, name)));
}

function readProxyDump(name: string, path: string): KeptDump {
  const reader = new DumpReader(name);
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, to open a pipe would wait for a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new UserError(`${name}: is a folder; name a file in it`);
    if (!stats.isFile()) throw new UserError(`${name}: is no regular file`);
    const chunk = Buffer.allocUnsafe(chunkSize);
    for (;;) {
      const count = readSync(file, chunk, 0, chunkSize, null);
      if (count === 0) return reader.end();
      reader.push(chunk.subarray(0, count));
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name}: ${cannotRead(error)}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
