// @ts-check
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

export default {
  rootDir: root,
  cacheDirectory: `${root}/build/mutants/cache`,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': own('./transform.mjs') },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/__tests__/real/'],
  testSequencer: own('./sequencer.mjs'),
  setupFilesAfterEnv: [own('./note-coverage.mjs')],
  testTimeout: 60_000,
};
