import path from 'node:path';
import { sourceFiles, importsOf } from '../support/sources.ts';

/** For each file the files it imports, types included. */
type Graph = ReadonlyMap<string, readonly string[]>;

const graphOf = (files: readonly string[]): Graph =>
  new Map(files.map((file) => [file, importsOf(file).filter((target) => target.startsWith('.')).map((target) => path.posix.join(path.posix.dirname(file), target))]));

/** Circles of a graph, each as its way round; at least one where there are any. */
const circlesOf = (graph: Graph): string[] => {
  const circles: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (file: string): void => {
    const begin = trail.indexOf(file);
    if (begin !== -1) return void circles.push([...trail.slice(begin), file].join(' → '));
    if (done.has(file)) return;
    trail.push(file);
    for (const next of graph.get(file) ?? []) walk(next);
    trail.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return circles;
};

describe('imports, those of types too', () => {
  const graph = graphOf(['bot', 'sandbox', 'appPackage'].flatMap((folder) => sourceFiles(folder)));

  it('are read from the whole house', () => {
    const arrows = [...graph].flatMap(([file, targets]) => targets.map((target) => `${file} → ${target}`));
    expect(arrows).toEqual(expect.arrayContaining(['bot/main.ts → bot/compose.ts', 'bot/desk/useCases.ts → bot/desk/outcomes.ts', 'sandbox/graph/rules.ts → sandbox/graph/graphCall.ts']));
    expect([...new Set([...graph.values()].flat())].filter((target) => /^(bot|sandbox|appPackage)\/.*\.tsx?$/.test(target) && !graph.has(target))).toEqual([]);
  });

  it('run in no circle', () => expect(circlesOf(graph)).toEqual([]));

  it('are followed round every corner', () => {
    const way = new Map([['a', ['b', 'c']], ['b', ['d']], ['c', ['d']], ['d', ['e']], ['e', []]]);
    expect(circlesOf(way)).toEqual([]);
    expect(circlesOf(new Map([...way, ['e', ['c']]]))).toEqual(['d → e → c → d']);
    expect(circlesOf(new Map([...way, ['e', ['e']]]))).toEqual(['e → e']);
  });
});
