import base, { timed } from './jest.config.js';

/** Suites that measure time or kill processes: one after the other, with the machine to themselves. */
export default { ...base, testMatch: timed.map((suite) => `<rootDir>/${suite}`), testPathIgnorePatterns: ['/node_modules/'], maxWorkers: 1, reporters: ['default', ['<rootDir>/tests/support/totals.js', { add: true }]] };
