import type { Breach, Source } from './source.ts';
import { importsOf } from './source.ts';

type Graph = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Finds files of the product and of the emulators that import each other, directly or by way of
 * others, types too: what goes round can only be read, moved and tested as a whole. One breach a
 * circle, at the first of its imports that leads on inside it.
 */
export function checkCircles(sources: readonly Source[]): Breach[] {
  const graph = importGraph(sources.filter(({ path }) => /^(src|emulators)\//.test(path)));
  const breaches: Breach[] = [];
  const placed = new Set<string>();
  for (const path of graph.keys()) {
    if (placed.has(path)) continue;
    const way = shortestWayBack(graph, path);
    if (way === undefined) continue;
    for (const file of way) placed.add(file);
    const line = graph.get(path)?.get(way[1] ?? path) ?? 1;
    breaches.push({ path, line, rule: `imports go round: ${[...way, path].join(' -> ')}` });
  }
  return breaches;
}

/** For each file: the files here that it imports, and the line on which it first does. */
function importGraph(sources: readonly Source[]): Graph {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(
    sources.map((source) => {
      const targets = importsOf(source).filter(({ target }) => known.has(target ?? ''));
      return [source.path, new Map(targets.map(({ target, line }) => [target ?? '', line]))];
    }),
  );
}

/** The files of a shortest circle through `start`, in order; undefined where there is none. */
function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
