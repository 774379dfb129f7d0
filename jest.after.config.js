import base from './jest.config.js';

/** The checks over what all other suites left behind; run last, see tests/after. */
export default { ...base, testPathIgnorePatterns: ['/node_modules/'], testMatch: ['<rootDir>/tests/after/**/*.test.ts'], globalSetup: undefined, globalTeardown: undefined, reporters: ['default', ['<rootDir>/tests/support/totals.js', { add: true }]] };
