import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeText, readTextFile, readTextStream } from '../../src/sources/read-file.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-file-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bytes = (...parts: (string | number)[]) =>
  new Uint8Array(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...new TextEncoder().encode(part)] : [part],
    ),
  );

describe('decodeText', () => {
  test.each([
    ['plain', bytes('a: ä😀\n'), 'a: ä😀\n'],
    ['with a mark, that is dropped', bytes(0xef, 0xbb, 0xbf, 'a: 1'), 'a: 1'],
    ['nothing', bytes(), ''],
    ['a replacement character of its own', bytes('a: \uFFFD'), 'a: \uFFFD'],
  ])('%s', (_, input, text) => {
    expect(decodeText(input)).toEqual({ text });
  });

  test.each([
    ['Latin-1', bytes('a: 1\nb: x', 0xe4, 'y'), /not valid UTF-8/, [2, 5]],
    ['after a real replacement', bytes('\uFFFDä\nb', 0xff), /not valid UTF-8/, [2, 2]],
    ['after a mark', bytes(0xef, 0xbb, 0xbf, 'ab', 0xff), /not valid UTF-8/, [1, 3]],
    ['cut off', bytes('a', 0xf0, 0x9f), /not valid UTF-8/, [1, 2]],
    [
      'after a mark and a real replacement',
      bytes(0xef, 0xbb, 0xbf, '\uFFFDa', 0xff),
      /not valid UTF-8/,
      [1, 3],
    ],
    [
      'after real replacements and others',
      bytes('\uFFFDäb\uFFFD😀c', 0xff, '\uFFFD'),
      /not valid UTF-8/,
      [1, 8],
    ],
    ['what begins like a replacement', bytes('x', 0xef, 0xbf, 'A'), /not valid UTF-8/, [1, 2]],
    ['what begins like a replacement alone', bytes('x', 0xef, 'A'), /not valid UTF-8/, [1, 2]],
    ['what is like one but for its begin', bytes('x', 0xff, 0xbf, 0xbd), /not valid UTF-8/, [1, 2]],
    ['half of a mark of UTF-16', bytes(0xff, 'a'), /not valid UTF-8/, [1, 1]],
    ['half of the other mark', bytes('a', 0xfe, 0xff), /not valid UTF-8/, [1, 2]],
    ['a mark of UTF-16 at the wrong end', bytes(0xfe, 0xfe, 'a'), /not valid UTF-8/, [1, 1]],
    ['two first halves', bytes(0xff, 0xff, 'a'), /not valid UTF-8/, [1, 1]],
    ['the begin of a mark of UTF-8', bytes(0xef, 0xbb, 'ab', 0xff), /not valid UTF-8/, [1, 1]],
    ['UTF-16, little end first', bytes(0xff, 0xfe, 'a', 0), /UTF-16/, [1, 1]],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 'a'), /UTF-16/, [1, 1]],
    ['UTF-16 without a mark', bytes('a', 0, '\n', 0), /NUL/, [1, 2]],
  ])('%s', (_, input, problem, [line, column]) => {
    expect(decodeText(input)).toMatchObject({
      problem: expect.stringMatching(problem),
      range: { line, column },
      istio: false,
    });
  });

  test('tells whether unreadable text is about Istio', () => {
    const utf16 = new Uint8Array(
      Buffer.from('\uFEFFapiVersion: networking.istio.io/v1', 'utf16le'),
    );
    expect(decodeText(utf16)).toMatchObject({ istio: true });
    expect(decodeText(bytes('networking.istio.io', 0xff))).toMatchObject({ istio: true });
  });
});

describe('readTextFile', () => {
  test('reads a file, and one that says that it is empty', async () => {
    writeFileSync(join(folder, 'a.yaml'), 'a: 1\n');
    expect(readTextFile(join(folder, 'a.yaml'))).toEqual({ text: 'a: 1\n' });
    expect(readTextFile('/proc/self/status')).toMatchObject({
      text: expect.stringContaining('Pid:'),
    });
  });

  test.each([0, 1, 65535, 65536, 65537, 200_000])('reads all of %d bytes', (size) => {
    const text = Array.from({ length: size }, (_, index) => String(index % 10)).join('');
    writeFileSync(join(folder, 'sized'), text);
    expect(readTextFile(join(folder, 'sized'))).toEqual({ text });
    expect(readTextFile(join(folder, 'sized'), size)).toEqual({ text });
    // What has been read before is not in it.
    writeFileSync(join(folder, 'sized'), 'b');
    expect(readTextFile(join(folder, 'sized'))).toEqual({ text: 'b' });
  });

  test('reads what does not say its size up to the limit, and not beyond', () => {
    const { length } = readFileSync('/proc/version');
    expect(readTextFile('/proc/version', length)).toHaveProperty('text');
    expect(readTextFile('/proc/version', length - 1)).toMatchObject({ unread: true, istio: false });
  });

  test.each([
    ['nothing', /no such file/],
    ['.', /^is a folder; name a file in it$/],
  ])('%s is a problem', async (name, problem) => {
    expect(readTextFile(join(folder, name))).toMatchObject({
      problem: expect.stringMatching(problem),
    });
  });

  test('does not wait for a pipe or read a device', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const path of [join(folder, 'pipe'), '/dev/zero']) {
      expect(readTextFile(path)).toMatchObject({
        problem: expect.stringMatching(/standard input/),
      });
    }
  });

  test('reads no more than the limit, whatever the size says', async () => {
    writeFileSync(join(folder, 'large'), 'x'.repeat(100));
    expect(readTextFile(join(folder, 'large'), 100)).toHaveProperty('text');
    for (const [path, limit] of [
      [join(folder, 'large'), 99],
      ['/proc/self/status', 10],
    ] as const) {
      expect(readTextFile(path, limit)).toMatchObject({
        problem: expect.stringMatching(/larger than/),
      });
    }
  });
});

test('readTextStream reads text and bytes, and stops at the limit', async () => {
  const split = Buffer.from('ä');
  expect(await readTextStream(Readable.from([split.subarray(0, 1), split.subarray(1)]))).toEqual({
    text: 'ä',
  });
  expect(await readTextStream(Readable.from(['a', 'b']))).toEqual({ text: 'ab' });
  const twice = () => Readable.from(['abc', 'def']);
  expect(await readTextStream(twice(), 6)).toEqual({ text: 'abcdef' });
  expect(await readTextStream(twice(), 5)).toMatchObject({ unread: true });
  function* endless() {
    for (;;) yield 'xxxxxxxxxx';
  }
  expect(await readTextStream(Readable.from(endless()), 1000)).toMatchObject({
    problem: expect.stringMatching(/larger than/),
  });
});
