import { dirname } from 'node:path';
import type { ParsedFile } from './import-graph.ts';

/** What each node imports from, with one import that shows it: `importer -> imported`. */
export type Graph = Map<string, Map<string, string>>;

/**
 * Which folder below `base` imports from which, seen from `depth` levels below `base`.
 *
 * What counts:
 * - A file belongs to the folder that it stands in, cut off at `depth` levels: at depth 1 `http/routes/docs.ts` belongs
 *   to `http`, at depth 2 to `http/routes`. So a folder's own files and its subfolders are different nodes, and a
 *   subfolder that imports from the folder above while that one imports from it is a cycle.
 * - A file that stands directly in `base` is a node of its own: `app.ts` may import a folder that imports `errors.ts`.
 *   A cycle counts when it goes through a folder.
 * - Every kind of import counts: of values, of types, dynamic ones, re-exports. Imports within one node, from outside
 *   `base` and to outside it, and to generated code do not.
 */
export function folderGraph(files: ReadonlyMap<string, ParsedFile>, base: string, depth: number): Graph {
  const prefix = `${base}/`;
  const nodeOf = (path: string): string => {
    const inside = path.slice(prefix.length);
    return inside.includes('/') ? dirname(inside).split('/').slice(0, depth).join('/') : inside;
  };
  const graph: Graph = new Map();
  for (const { path, imports } of files.values()) {
    if (!path.startsWith(prefix)) continue;
    const node = nodeOf(path);
    const needs = graph.get(node) ?? new Map<string, string>();
    graph.set(node, needs);
    for (const { target } of imports) {
      if (!target?.startsWith(prefix) || !files.has(target) || nodeOf(target) === node) continue;
      needs.set(nodeOf(target), `${path} -> ${target}`);
    }
  }
  return graph;
}

/** The nodes on a way from a folder back to itself; empty where there is none. Cycles of top-level files alone are none. */
export function findCycle(graph: Graph): string[] {
  const folders = [...graph.keys()].filter((node) => !/\.[a-z]+$/.test(node));
  return folders.map((folder) => wayBack(graph, folder)).find((cycle) => cycle.length > 0) ?? [];
}

/** The shortest way from a node back to itself. */
function wayBack(graph: Graph, start: string): string[] {
  const ways = new Map([[start, [start]]]);
  for (const [node, way] of ways) {
    for (const next of graph.get(node)?.keys() ?? []) {
      if (next === start) return [...way, start];
      if (!ways.has(next)) ways.set(next, [...way, next]);
    }
  }
  return [];
}

/** One import for each step of a cycle, to show where it can be cut. */
export function importsOfCycle(graph: Graph, cycle: readonly string[]): string[] {
  return cycle.slice(1).map((to, index) => graph.get(cycle[index] ?? '')?.get(to) ?? to);
}

/** The imports of files below one folder from files below another, as `importer -> imported`. */
export function importsBetween(files: ReadonlyMap<string, ParsedFile>, from: string, to: string): string[] {
  return [...files.values()]
    .filter(({ path }) => path.startsWith(`${from}/`))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ target }) => (target?.startsWith(`${to}/`) ? [`${path} -> ${target}`] : [])),
    );
}
