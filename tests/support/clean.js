import { rmSync } from 'node:fs';

/** Removes what an earlier run left behind, so that nobody reads yesterday's evidence. */
rmSync('build/evidence', { recursive: true, force: true });
rmSync('build/test-totals', { force: true });
