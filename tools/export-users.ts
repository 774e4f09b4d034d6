import ts from 'typescript';
import type { ParsedFile } from './import-graph.ts';

/** How many other files use one exported name. A file that only exports it again is not a user. */
export interface ExportUsers {
  file: string;
  name: string;
  sources: number;
  tests: number;
}

type Files = ReadonlyMap<string, ParsedFile>;

/** Counts the users of every name that the source files declare and export, through all re-exports. */
export function countExportUsers(sources: Files, tests: Files): ExportUsers[] {
  const all = new Map([...sources, ...tests]);
  const declared = new Map([...sources].map(([path, file]) => [path, new Set(declaredExports(file.syntax))]));
  const users = { sources: findUsers(sources, all), tests: findUsers(tests, all) };
  return [...declared].flatMap(([file, names]) =>
    [...names].map((name) => ({
      file,
      name,
      sources: users.sources.get(`${file}#${name}`)?.size ?? 0,
      tests: users.tests.get(`${file}#${name}`)?.size ?? 0,
    })),
  );
}

/** The files that import each declared name, by `file#name`. */
function findUsers(importers: Files, all: Files): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { path, imports } of importers.values()) {
    const origins = imports.flatMap(({ target, names, exportedAs }) =>
      target === undefined || exportedAs.length > 0
        ? []
        : names.flatMap((name) => originsOf(all, target, name)),
    );
    for (const origin of origins) users.set(origin, (users.get(origin) ?? new Set()).add(path));
  }
  return users;
}

/** Where a name that is imported from `path` is declared; `*` gives all that the file exports. */
function originsOf(all: Files, path: string, name: string, seen = new Set<string>()): string[] {
  const file = all.get(path);
  if (file === undefined || seen.has(`${path}#${name}`)) return [];
  seen.add(`${path}#${name}`);
  const declared = declaredExports(file.syntax);
  const own = name === '*' ? declared : declared.filter((each) => each === name);
  const passedOn = file.imports.flatMap(({ target, names, exportedAs }) =>
    exportedAs.flatMap((exported, index) => {
      if (target === undefined) return [];
      if (exported === '*') return originsOf(all, target, name, seen);
      const wanted = name === '*' || exported === name;
      return wanted ? originsOf(all, target, names[index] ?? exported, seen) : [];
    }),
  );
  return [...own.map((each) => `${path}#${each}`), ...passedOn];
}

/** The names that a file exports and declares itself: with the keyword `export`, or in an `export { ... }`. */
function declaredExports(syntax: ts.SourceFile): string[] {
  return syntax.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return ['default'];
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
      const clause = statement.exportClause;
      return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
    }
    return isExported(statement) ? namesOf(statement) : [];
  });
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const name = (statement as ts.Statement & { name?: ts.Node }).name;
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : ['default'];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}
