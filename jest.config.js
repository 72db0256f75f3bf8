const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': '<rootDir>/scripts/jest-typescript.mjs',
  },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
};

export default {
  // For what hangs: a machine that has much else to do fails no test.
  testTimeout: 300_000,
  // On two cores, Jest would use one.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/__tests__/real/'],
    },
    { ...shared, displayName: 'real', testMatch: ['<rootDir>/__tests__/real/**/*.test.ts'] },
    // Minutes to hours each: not part of CI.
    { ...shared, displayName: 'long', testMatch: ['<rootDir>/__tests__/real/long/*.long.ts'] },
  ],
};
