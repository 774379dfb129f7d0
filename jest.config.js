/** Suites with deadlines of their own; jest.alone.config.js runs them after the others. */
export const timed = ['tests/e2e/kills.test.ts', 'tests/e2e/killsControl.test.ts', 'tests/e2e/races.test.ts', 'tests/e2e/replicas.test.ts', 'tests/e2e/startAndStop.test.ts'];

/** One configuration for every suite; the folders under tests/ mirror bot/ and name the level. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' }],
  },
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/after/', ...timed.map((suite) => `<rootDir>/${suite}`)],
  modulePathIgnorePatterns: ['<rootDir>/.data', '<rootDir>/dist', '<rootDir>/build'],
  globalSetup: '<rootDir>/tests/support/globalSetup.ts',
  globalTeardown: '<rootDir>/tests/support/globalTeardown.ts',
  setupFilesAfterEnv: ['<rootDir>/tests/support/setup.ts'],
  reporters: ['default', '<rootDir>/tests/support/totals.js'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
