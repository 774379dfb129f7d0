import { mkdirSync, writeFileSync } from 'node:fs';

/** Jest reporter: leaves the totals of the whole run in build/test-totals, as `123 passed, 0 failed`. */
export default class Totals {
  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no tests to count, but it has failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    mkdirSync('build', { recursive: true });
    writeFileSync('build/test-totals', `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
