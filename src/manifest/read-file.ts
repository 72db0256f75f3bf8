import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Range } from './document.js';
import { cannotRead } from './file-problem.js';
import { LineIndex, startOfFile } from './line-index.js';

/**
 * Bytes of a file that are read. etcd takes objects of 1.5 MiB, so this is room for a dump of many
 * thousands of them, and far below what would fill the memory of a CI machine.
 */
export const largestFile = 64 * 1024 * 1024;

/** The text of a file, or why there is none: what is wrong, what to do, and where. */
export type FileText =
  | { text: string }
  /** `istio`: as in `ReadProblem`, as far as the bytes can be read at all. */
  | { problem: string; range: Range; istio: boolean };

/** The API group of Istio's traffic management; a text without it says nothing about failover. */
export const istioGroup = 'networking.istio.io';

/**
 * Reads a regular file as UTF-8 text, without a byte order mark. Reads no more than `limit` bytes,
 * whatever the file says about its size; never opens a pipe or device for good. Throws nothing for
 * what a file can be.
 */
export async function readTextFile(path: string, limit = largestFile): Promise<FileText> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, to open a pipe that took the file's place would wait for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (stats.isDirectory()) return unread('is a folder; name a file in it');
    if (!stats.isFile()) return unread(notRegular);
    if (stats.size > limit) return unread(tooLarge(limit));
    return await readTextStream(pieces(file, stats.size + 1), limit);
  } catch (error) {
    return unread(cannotRead(error));
  } finally {
    await file?.close();
  }
}

/** In pieces, because a file can grow, and files in /proc say that they are empty. */
async function* pieces(file: FileHandle, expected: number): AsyncGenerator<Uint8Array> {
  let size = expected;
  for (;;) {
    const buffer = new Uint8Array(size);
    const { bytesRead } = await file.read(buffer, 0, size);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    size = 64 * 1024;
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
  return `larger than ${String(limit / 1024 / 1024)} MiB; split it`;
}

function unread(problem: string): FileText {
  return { problem, range: startOfFile, istio: false };
}

/** Decodes UTF-8 strictly; a byte order mark is dropped. */
export function decodeText(bytes: Uint8Array): FileText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { text };
  } catch {
    // What is wrong is found below.
  }
  return explainBytes(bytes);
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
