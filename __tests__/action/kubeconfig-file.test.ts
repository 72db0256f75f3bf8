import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withKubeconfigFile } from '../../src/action/kubeconfig-file.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('nobody else can read the file, and it is gone afterwards', async () => {
  const result = await withKubeconfigFile('content', folder, async (file) => {
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    return Promise.resolve('done');
  });
  expect(result).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('it is gone after a failure', async () => {
  const work = withKubeconfigFile('content', folder, () => Promise.reject(new Error('refused')));
  await expect(work).rejects.toThrow('refused');
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('it is gone after %s', async (signal) => {
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const before = process.listenerCount(signal);
  await withKubeconfigFile('content', folder, () => {
    process.emit(signal, signal);
    expect(readdirSync(folder)).toEqual([]);
    expect(exit).toHaveBeenCalledWith({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
    return Promise.resolve();
  });
  expect(process.listenerCount(signal)).toBe(before);
});
