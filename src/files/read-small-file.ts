import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a file that cannot be large: a kubeconfig, a token, a certificate. Reads no device and no pipe, which might never end, but
 * for one that a shell has put under `/dev/fd`.
 *
 * @param maxBytes More than that is an error.
 * @throws Error whose message says why, without the content; of the file system, with its `code`.
 */
export function readSmallFile(path: string, maxBytes: number): Buffer {
  // A pipe that is opened by its name would wait for a writer.
  const isOpened = /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$/.test(path);
  const flags = isOpened ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;
  const file = openSync(path, flags);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    if (!stats.isFile() && !(isOpened && stats.isFIFO())) {
      throw new Error('is not a regular file');
    }
    // More than its size may come, from a file that grows or one of /proc.
    let bytes = Buffer.alloc(Math.min(maxBytes, Math.max(stats.size, 64 * 1024)) + 1);
    let size = 0;
    for (;;) {
      const count = readSync(file, bytes, size, bytes.length - size, null);
      size += count;
      if (size > maxBytes) {
        throw new Error(`is larger than ${Math.round(maxBytes / 1024)} KiB`);
      }
      if (count === 0) return bytes.subarray(0, size);
      if (size === bytes.length) bytes = Buffer.concat([bytes], Math.min(maxBytes + 1, 2 * size));
    }
  } finally {
    closeSync(file);
  }
}
