import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { readPackageEntries } from './source-tree.ts';

/** One import or re-export of a file. Type imports count like any other. */
export interface Import {
  /** The imported file relative to the root; undefined for a package of others. */
  target: string | undefined;
  specifier: string;
  /** The imported names; `*` stands for all of them. */
  names: string[];
  /** The names under which they are exported again; empty for an import. */
  exportedAs: string[];
}

export interface ParsedFile {
  path: string;
  syntax: ts.SourceFile;
  imports: Import[];
}

/** Reads and parses the TypeScript files among `paths`, with their imports resolved across workspaces. */
export function parseFiles(root: string, paths: readonly string[]): Map<string, ParsedFile> {
  const entries = readPackageEntries(root);
  const parsed = new Map<string, ParsedFile>();
  for (const path of paths.filter((each) => /\.(tsx?|js)$/.test(each))) {
    const text = readFileSync(join(root, path), 'utf8');
    const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const resolve = (specifier: string): string | undefined =>
      specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : entries.get(specifier);
    const imports = importsOf(syntax).map((each) => ({ ...each, target: resolve(each.specifier) }));
    parsed.set(path, { path, syntax, imports });
  }
  return parsed;
}

function importsOf(syntax: ts.SourceFile): Omit<Import, 'target'>[] {
  const found: Omit<Import, 'target'>[] = [];
  const visit = (node: ts.Node): void => {
    const each = readImport(node);
    if (each !== undefined) found.push(each);
    ts.forEachChild(node, visit);
  };
  visit(syntax);
  return found;
}

function readImport(node: ts.Node): Omit<Import, 'target'> | undefined {
  if (ts.isImportDeclaration(node)) {
    return {
      specifier: textOf(node.moduleSpecifier),
      names: importedNames(node.importClause),
      exportedAs: [],
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const clause = node.exportClause;
    const specifiers = clause && ts.isNamedExports(clause) ? [...clause.elements] : [];
    const names = specifiers.map(({ propertyName, name }) => (propertyName ?? name).text);
    const exportedAs = specifiers.map(({ name }) => name.text);
    const all = specifiers.length === 0;
    return {
      specifier: textOf(node.moduleSpecifier),
      names: all ? ['*'] : names,
      exportedAs: all ? ['*'] : exportedAs,
    };
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  if (dynamic) return { specifier: textOf(node.arguments[0]), names: ['*'], exportedAs: [] };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: textOf(node.argument.literal), names: ['*'], exportedAs: [] };
  }
  return undefined;
}

const textOf = (node: ts.Node | undefined): string => (node && ts.isStringLiteral(node) ? node.text : '');

function importedNames(clause: ts.ImportClause | undefined): string[] {
  const names = clause?.name === undefined ? [] : ['default'];
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [...names, ...bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text)];
}
