import { constants, realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { replaceFile } from '../files/write-file.js';
import { decodeText } from '../sources/read-file.js';
import type { FixedFile } from '../project/fix.js';

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Writes a fixed file, with the byte order mark that it had. Never through a symbolic link.
 *
 * @throws UserError where the file cannot be written, or is no longer what was fixed.
 */
export async function writeFixed(cwd: string, { file, before, after }: FixedFile): Promise<void> {
  try {
    const path = join(cwd, file);
    const handle = await open(path, constants.O_RDWR | constants.O_NOFOLLOW);
    try {
      const bytes = await handle.readFile();
      const read = decodeText(bytes);
      if (!('text' in read) || read.text !== before) {
        throw new UserError(`${file}: was changed meanwhile, so it is not fixed; run again`);
      }
      const hasMark = byteOrderMark.every((byte, index) => bytes[index] === byte);
      const text = Buffer.from(after);
      const all = hasMark ? Buffer.concat([Buffer.from(byteOrderMark), text]) : text;
      await replaceFile(path, [all], { follow: false });
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${file}: cannot be written (${code ?? 'unknown error'})`);
  }
}

/** Whether a file is in the folder itself: not outside, and behind no symbolic link. */
export function writableIn(cwd: string): (file: string) => boolean {
  const folder = realpathSync(cwd);
  return (file) => {
    const path = join(folder, file);
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return false;
    try {
      return realpathSync(path) === path;
    } catch {
      return false;
    }
  };
}
