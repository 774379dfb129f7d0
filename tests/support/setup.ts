import { jest } from '@jest/globals';

/** Runs in every test file: no test may leave fake timers to the next one. */
afterEach(() => {
  jest.useRealTimers();
});
