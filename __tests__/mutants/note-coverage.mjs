// @ts-check
/** Writes which functions each test file has run. */
import { appendFileSync } from 'node:fs';
import { afterAll, expect } from '@jest/globals';

const start = performance.now();

afterAll(() => {
  const file = process.env['MESH_FAILOVER_COVERAGE'];
  if (file === undefined) return;
  const ran = /** @type {{ __ran?: Set<string> }} */ (globalThis).__ran ?? new Set();
  const seconds = (performance.now() - start) / 1000;
  appendFileSync(
    file,
    `${JSON.stringify({ test: expect.getState().testPath, seconds, ran: [...ran] })}\n`,
  );
});
