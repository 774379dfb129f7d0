import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/** What each whole desk leaves behind for the checks that run after all suites (tests/after). */
export const evidenceFolder = path.resolve('build/evidence');

/** Keeps one sandbox's journal and logs; called before it is stopped or reset. */
export const keepEvidence = (evidence: { journal: unknown[]; unknownRoutes: string[]; logs: string }): void => {
  mkdirSync(evidenceFolder, { recursive: true });
  writeFileSync(path.join(evidenceFolder, `${randomUUID()}.json`), JSON.stringify(evidence));
};
