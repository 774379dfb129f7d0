import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cardProblems, cardsIn } from '../support/cardChecks.ts';
import { type JournalEntry } from '../support/control.ts';
import { evidenceFolder } from '../support/evidence.ts';
import { graphProblems } from '../support/graphChecks.ts';
import { describeWithShared } from '../support/sharedFolder.ts';

/** Runs after every other suite, over what all whole desks of that run have left behind. */
type Evidence = { journal: JournalEntry[]; unknownRoutes: string[]; logs: string };
const evidence = existsSync(evidenceFolder) ? readdirSync(evidenceFolder).map((file) => JSON.parse(readFileSync(path.join(evidenceFolder, file), 'utf8')) as Evidence) : [];
const journal = evidence.flatMap((one) => one.journal);
const graph = journal.filter((entry) => entry.to === 'graph');

describe('the whole run', () => {

  it('left evidence of whole desks', () => {
    expect(evidence.length).toBeGreaterThan(0);
    expect(graph.length).toBeGreaterThan(0);
  });

  it('called no Graph route that the sandbox does not know', () => expect([...new Set(evidence.flatMap((one) => one.unknownRoutes))]).toEqual([]));

  it('logged no address, no token and no word of a person', () => {
    const logs = evidence.map((one) => one.logs).join('\n');
    expect(logs.length).toBeGreaterThan(0);
    expect([...new Set(logs.match(/[\w.+-]+@(?:clinic|praxis|freemail|hospital)\.example/g) ?? [])]).toEqual([]);
    expect(logs.match(/eyJ[\w-]{10,}\.[\w-]{10,}/g) ?? []).toEqual([]);
    expect(logs).not.toContain('she reads our scans');
  });
});

describeWithShared('the official schemas', () => {
  it('sent only Graph requests that the official model accepts', () => {
    const { checked, problems } = graphProblems(graph, 'requests');
    expect(checked).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('got only Graph answers that the official model accepts', () => {
    const { checked, problems } = graphProblems(graph, 'answers');
    expect(checked).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('showed only cards that the official schema accepts, small, with few actions and no raw binding', () => {
    const cards = cardsIn(journal);
    expect(cards.length).toBeGreaterThan(0);
    expect([...new Set(cards.flatMap(cardProblems))]).toEqual([]);
  });
});
