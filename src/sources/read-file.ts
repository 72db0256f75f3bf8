import { istioGroup } from '../api/kinds.js';
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Range } from '../foundation/range.js';
import { cannotRead } from './file-problem.js';
import { LineIndex, startOfFile } from '../manifest/line-index.js';

/**
 * Bytes of a file that are read. etcd takes objects of 1.5 MiB, so this is room for a dump of many
 * thousands of them, and far below what would fill the memory of a CI machine.
 */
export const largestFile = 64 * 1024 * 1024;

/** The text of a file, or why there is none: what is wrong, what to do, and where. */
export type FileText =
  | { text: string }
  /** `istio` and `unread`: as in `ReadProblem`, as far as the bytes can be read at all. */
  | { problem: string; range: Range; istio: boolean; unread?: true };

/**
 * Reads a regular file as UTF-8 text, without a byte order mark. Reads no more than `limit` bytes,
 * whatever the file says about its size; never opens a pipe or device for good. Throws nothing for
 * what a file can be. Synchronous: of thousands of small files, waiting for each costs several times its reading.
 */
export function readTextFile(path: string, limit = largestFile): FileText {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, to open a pipe that took the file's place would wait for a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (stats.isDirectory()) return unread('is a folder; name a file in it');
    if (!stats.isFile()) return unread(notRegular);
    if (stats.size > limit) return unread(tooLarge(limit));
    const bytes = readAll(file, stats.size, limit);
    return bytes ? decodeText(bytes) : unread(tooLarge(limit));
  } catch (error) {
    return unread(cannotRead(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Room that one file after the other is read into: fresh memory for each takes longer than to read it. */
const room = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Undefined: more than the limit. A file can shrink, and files in /proc say that they are empty. The bytes are the caller's until
 * the next file is read.
 */
function readAll(file: number, expected: number, limit: number): Buffer | undefined {
  let bytes = expected < room.length ? room : Buffer.allocUnsafe(expected + 1);
  let size = 0;
  for (;;) {
    const count = readSync(file, bytes, size, bytes.length - size, null);
    size += count;
    // What says its size is read to there; the rest, such as files in /proc, until nothing comes.
    if (count === 0 || (expected > 0 && size === expected)) return bytes.subarray(0, size);
    if (size > limit) return undefined;
    if (size === bytes.length) bytes = Buffer.concat([bytes], size + 64 * 1024);
  }
}

/** What to tell about pipes, devices and sockets. */
export const notRegular =
  'neither a file nor a folder, so it is not opened; to read from a pipe, use - (standard input)';

/** Reads a stream, such as standard input, as `readTextFile` reads a file. */
export async function readTextStream(
  stream: AsyncIterable<Uint8Array> | NodeJS.ReadableStream,
  limit = largestFile,
): Promise<FileText> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of stream) {
      const chunk = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
      size += chunk.length;
      if (size > limit) return unread(tooLarge(limit));
      chunks.push(new Uint8Array(chunk));
    }
  } catch (error) {
    return unread(cannotRead(error));
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return decodeText(bytes);
}

function tooLarge(limit: number): string {
  return `larger than ${limit / 1024 / 1024} MiB; split it`;
}

function unread(problem: string): FileText {
  return { problem, range: startOfFile, istio: false, unread: true };
}

/** Decodes UTF-8 strictly; a byte order mark is dropped. */
export function decodeText(bytes: Uint8Array): FileText {
  if (!isUtf8(bytes)) return explainBytes(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.includes('\0')) return explainBytes(bytes);
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
}

function explainBytes(bytes: Uint8Array): FileText {
  const text = new TextDecoder().decode(bytes);
  // Of UTF-16, every other byte of plain letters is NUL.
  const istio = text.replaceAll('\0', '').includes(istioGroup);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { problem: 'this is UTF-16; save it as UTF-8', range: startOfFile, istio };
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const problem = 'a NUL character: this is no text, or it is UTF-16; save it as UTF-8';
    return { problem, range: characterAt(text, nul), istio };
  }
  const at = firstReplacement(text, bytes);
  return { problem: 'not valid UTF-8; save it as UTF-8', range: characterAt(text, at), istio };
}

/** The first replacement character that the bytes do not spell out themselves. */
function firstReplacement(text: string, bytes: Uint8Array): number {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let from = 0;
  let byte = hasMark ? 3 : 0;
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return at;
    byte += 3;
    from = at + 1;
  }
  return 0;
}

function characterAt(text: string, offset: number): Range {
  return new LineIndex(text).range(offset, offset + 1);
}
