import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../src/files/make-folder.js';
import { readSmallFile } from '../../src/files/read-small-file.js';
import { replaceFile } from '../../src/files/write-file.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('making a folder', () => {
  test('makes those above it, and takes one that is there', async () => {
    const path = join(folder, 'a', 'b', 'c');
    await makeFolder(path, 0o700);
    await makeFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['/proc/mesh-failover/state', 'ENOENT'],
    ['/proc/self/mesh-failover/state', 'ENOENT'],
    ['/dev/null/state', 'EEXIST'],
  ])('fails where it cannot be made: %s', async (path, code) => {
    await expect(makeFolder(path)).rejects.toMatchObject({ code });
  });

  test('fails below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(makeFolder(join(folder, 'file', 'x'))).rejects.toThrow();
  });
});

describe('replacing a file', () => {
  const content = (name: string) => readFileSync(join(folder, name), 'utf8');

  test('writes all pieces, with the mode that is asked for, and leaves nothing beside it', async () => {
    await replaceFile(join(folder, 'new'), ['a', Buffer.from('b')], { mode: 0o600 });
    expect(content('new')).toBe('ab');
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['new']);
  });

  test('keeps what was there when the disk is full in the middle', async () => {
    writeFileSync(join(folder, 'old'), 'before', { mode: 0o640 });
    function* pieces() {
      yield 'half';
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    const failed = replaceFile(join(folder, 'old'), pieces());
    await expect(failed).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(content('old')).toBe('before');
    expect(readdirSync(folder)).toEqual(['old']);
    await replaceFile(join(folder, 'old'), ['after']);
    expect(content('old')).toBe('after');
    expect(statSync(join(folder, 'old')).mode & 0o777).toBe(0o640);
  });

  test('follows a link, or takes its place', async () => {
    writeFileSync(join(folder, 'target'), 'before');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    await replaceFile(join(folder, 'link'), ['through']);
    expect(content('target')).toBe('through');
    await replaceFile(join(folder, 'link'), ['own'], { follow: false });
    expect([content('target'), content('link')]).toEqual(['through', 'own']);
  });

  test('writes to a device as it is, and fails for a folder', async () => {
    await replaceFile('/dev/null', ['x']);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    mkdirSync(join(folder, 'd'));
    await expect(replaceFile(join(folder, 'd'), ['x'])).rejects.toMatchObject({ code: 'EISDIR' });
  });

  test('names the file that was asked for where its folder is missing', async () => {
    const path = join(folder, 'missing', 'x');
    await expect(replaceFile(path, ['x'])).rejects.toThrow(`ENOENT: open '${path}'`);
    expect(existsSync(path)).toBe(false);
  });
});

describe('reading a small file', () => {
  test('gives its content, also of one that says it is empty', () => {
    writeFileSync(join(folder, 'a'), 'x'.repeat(100_000));
    expect(readSmallFile(join(folder, 'a'), 100_000)).toHaveLength(100_000);
    expect(readSmallFile('/proc/self/status', 100_000).toString()).toContain('Name:');
  });

  test('reads no more than it may, and no device', () => {
    writeFileSync(join(folder, 'a'), 'x'.repeat(2_049));
    expect(() => readSmallFile(join(folder, 'a'), 2_048)).toThrow('larger than 2 KiB');
    for (const device of ['/dev/zero', '/dev/random']) {
      expect(() => readSmallFile(device, 2_048)).toThrow('is not a regular file');
    }
    expect(() => readSmallFile(folder, 2_048)).toThrow('is a folder');
  });
});
