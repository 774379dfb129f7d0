import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const file = 'build/test-totals';

/** Jest reporter: leaves the totals of the whole run in build/test-totals, as `123 passed, 0 failed`. */
export default class Totals {
  #add;

  constructor(_globalConfig, options = {}) {
    this.#add = options.add === true;
  }

  onRunComplete(_contexts, results) {
    const before = this.#add && existsSync(file) ? readFileSync(file, 'utf8').match(/\d+/g).map(Number) : [];
    const passed = (before[0] ?? 0) + results.numPassedTests;
    // A suite that could not even be loaded has no tests to count, but it has failed.
    const failed = (before[1] ?? 0) + results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = (before[2] ?? 0) + results.numPendingTests + results.numTodoTests;
    mkdirSync('build', { recursive: true });
    writeFileSync(file, `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
