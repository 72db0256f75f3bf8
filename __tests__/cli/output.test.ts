import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { simulatedTree } from '../../bench/trees.mjs';
import { writeOutput } from '../../src/cli/output.js';
import { built } from '../built.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-output-'));
});

afterEach(() => rmSync(cwd, { recursive: true }));

const ioWith = (stdout: Writable) => {
  return { cwd, env: {}, stdin: new PassThrough(), stdout, stderr: new PassThrough() };
};
const none = new Writable({ write: (_chunk, _encoding, done) => done() });

/** Pieces that are large enough to be written by themselves, and how many of them have been made. */
function counted(length: number) {
  const made = { count: 0 };
  const pieces = function* () {
    for (; made.count < length; made.count++) yield `${made.count} `.repeat(50_000);
  };
  return { made, pieces: pieces() };
}

describe('output in pieces', () => {
  test('a piece is made when the one before has been taken', async () => {
    const { made, pieces } = counted(5);
    const ahead: number[] = [];
    let taken = 0;
    const slow = new Writable({
      write(_chunk, _encoding, done) {
        ahead.push(made.count - taken++);
        setImmediate(done);
      },
    });
    await writeOutput({ format: 'json', file: undefined }, pieces, ioWith(slow));
    expect(ahead).toEqual([0, 0, 0, 0, 0]);
  });

  test('texts and bytes come in their order, into a file too', async () => {
    const pieces = ['a', Buffer.from('é'), '', 'b'.repeat(60_000), 'c', Buffer.from('d'), 'e'];
    const parts: string[] = [];
    const stdout = new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk.toString());
        done();
      },
    });
    await writeOutput({ format: 'json', file: undefined }, pieces, ioWith(stdout));
    await writeOutput({ format: 'json', file: 'in/a.json' }, pieces, ioWith(none));
    const whole = `aé${'b'.repeat(60_000)}cde`;
    expect(parts.join('')).toBe(whole);
    expect(readFileSync(join(cwd, 'in/a.json'), 'utf8')).toBe(whole);
  });

  test('a full disk is told, and no bug of ours; a bug of ours is none of the disk', async () => {
    const full = Object.assign(new Error('no space'), { syscall: 'write', code: 'ENOSPC' });
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(full) });
    stdout.on('error', () => undefined);
    const to = (file: string | undefined) => ({ format: 'json', file });
    await expect(writeOutput(to(undefined), ['x'], ioWith(stdout))).rejects.toThrow(
      'standard output: cannot be written (ENOSPC)',
    );
    await expect(writeOutput(to('.'), ['x'], ioWith(none))).rejects.toThrow(
      '.: cannot be written (EISDIR)',
    );
    const broken = {
      // eslint-disable-next-line require-yield -- it fails before
      *[Symbol.iterator](): Generator<string> {
        throw new TypeError('ours');
      },
    };
    await expect(writeOutput(to('x.json'), broken, ioWith(none))).rejects.toThrow(TypeError);
  });
});

test('a reader that stops early, as head does, ends the program quietly', async () => {
  simulatedTree(cwd, 20);
  const program = join(built, 'cli/index.js');
  const child = spawn(process.execPath, [program, 'simulate', '--depth', '2', '--format', 'json'], {
    cwd,
  });
  const errors: string[] = [];
  child.stderr.on('data', (text) => errors.push(String(text)));
  const first = await new Promise<string>((done) => {
    child.stdout.once('data', (bytes: Buffer) => done(bytes.toString()));
  });
  child.stdout.destroy();
  const code = await new Promise<number | null>((done) => child.once('close', done));
  expect(first).toMatch(/^\{\n/);
  expect({ code, errors: errors.join('') }).toEqual({ code: 0, errors: '' });
});
