// The exports of the SDK's entry points, as the compiler sees them in its source: names, signatures and docstrings.
import { join, relative } from 'node:path';
import ts from 'typescript';

const sdk = join(import.meta.dirname, '../../../clients/sdk');

export const entryFiles: Readonly<Record<string, string>> = {
  '@downbeat/sdk': 'src/index.ts',
  '@downbeat/sdk/listening': 'src/listening.ts',
  '@downbeat/sdk/react': 'src/react.ts',
  '@downbeat/sdk/mock': 'src/mock.ts',
  '@downbeat/sdk/node': 'src/node/index.ts',
};

export interface Documented {
  name: string;
  /** As in the source, without its body. */
  signature: string;
  text: string;
}

export interface Export extends Documented {
  /** Made from the contracts, which have pages of their own. */
  isGenerated: boolean;
  /** False for a type that others name only. */
  isExported: boolean;
  /** The fields and methods of a class or an interface. */
  members: readonly Documented[];
}

const isOfSdk = (node: ts.Node): boolean => relative(sdk, node.getSourceFile().fileName).startsWith('src/');
const isGenerated = (node: ts.Node): boolean =>
  relative(sdk, node.getSourceFile().fileName).startsWith('src/generated/');

function isPublic(node: ts.Declaration): boolean {
  const { name } = node as ts.NamedDeclaration;
  if (name !== undefined && ts.isPrivateIdentifier(name)) return false;
  const isHidden =
    ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
  return isHidden === 0 && ts.getJSDocTags(node).every(({ tagName }) => tagName.text !== 'internal');
}

/** The text of a declaration up to its body or its value, in one line. */
function signatureOf(node: ts.Declaration): string {
  const end = ('body' in node && (node.body as ts.Node | undefined)) || initialiserOf(node);
  const source = node.getSourceFile().text;
  const text = source.slice(node.getStart(), end ? end.getFullStart() : node.getEnd());
  return text
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .replace(/^(?:export |async |readonly |override |declare |static )+/, '')
    .replace(/\s*(?:=|=>|;|,)?\s*$/, '')
    .replaceAll(/\s+/g, ' ');
}

/** A constant without a type is shown with its value. */
function initialiserOf(node: ts.Declaration): ts.Node | undefined {
  return ts.isPropertyDeclaration(node) && node.type !== undefined ? node.initializer : undefined;
}

/** The docstring with its tags in words. */
function textOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const words = docs.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
  const tags = docs
    .flatMap((doc) => doc.tags ?? [])
    .map((tag) => {
      const said = (ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/^-\s*/, '');
      if (ts.isJSDocParameterTag(tag)) return `\`${tag.name.getText()}\`: ${said}.`;
      if (ts.isJSDocThrowsTag(tag)) return `Throws ${tag.typeExpression?.getText() ?? ''}${said}.`;
      return ts.isJSDocReturnTag(tag) ? `Returns ${said}.` : '';
    });
  return [...words, ...tags].join(' ').replaceAll('..', '.').trim();
}

const hasMembers = (node: ts.Declaration): node is ts.ClassDeclaration | ts.InterfaceDeclaration =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node);

/** A class or an interface by its name alone, since its members follow. */
const headOf = (node: ts.Declaration): string =>
  hasMembers(node) ? signatureOf(node).replace(/ \{.*$/s, '') : signatureOf(node);

/** The types of what callers see of a declaration, without its body. */
function typesOf(node: ts.Node): ts.Node[] {
  const { type, parameters = [] } = node as { type?: ts.TypeNode; parameters?: ts.ParameterDeclaration[] };
  const inherited = hasMembers(node as ts.Declaration)
    ? ((node as ts.InterfaceDeclaration).heritageClauses ?? [])
    : [];
  return [...(type ? [type] : []), ...parameters.flatMap((each) => each.type ?? []), ...inherited];
}

class Reader {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** The exports of a file, and the types of the SDK that these name, in the order of their names. */
  exportsOf(file: ts.SourceFile): Export[] {
    const checker = this.#checker;
    const entry = checker.getSymbolAtLocation(file);
    if (entry === undefined) throw new Error(`${file.fileName} exports nothing`);
    const listed = checker.getExportsOfModule(entry);
    const exported = listed.map(this.#target);
    const all = new Set(exported);
    for (const symbol of all) for (const named of this.#namedBy(symbol)) all.add(named);
    const exports = Array.from(all, (symbol) => this.#describe(symbol, listed[exported.indexOf(symbol)]));
    const isFirst = ({ name }: Export, index: number): boolean =>
      exports.findIndex((one) => one.name === name) === index;
    return exports.filter(isFirst).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  readonly #target = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;

  #describe(symbol: ts.Symbol, exported: ts.Symbol | undefined): Export {
    const declared = declarationOf(symbol);
    // The docstring of a constant stands before its statement.
    const commented = ts.isVariableDeclaration(declared) ? declared.parent.parent : declared;
    const isOfContract = ts.isTypeAliasDeclaration(declared) && ts.isIndexedAccessTypeNode(declared.type);
    return {
      name: symbol.name,
      signature: isOfContract ? this.#resolved(symbol) : headOf(declared),
      text: textOf(commented),
      isGenerated: isGenerated(declared),
      isExported: exported !== undefined,
      members: hasMembers(declared)
        ? this.#membersOf(symbol, exported !== undefined && !isTypeOnly(exported))
        : isOfContract
          ? this.#fieldsOf(symbol)
          : [],
    };
  }

  /** With those that are inherited within the SDK. */
  #membersOf(symbol: ts.Symbol, isValue: boolean): Documented[] {
    const declared = declarationOf(symbol) as ts.ClassDeclaration;
    const constructors = isValue
      ? declared.members.filter((member) => ts.isConstructorDeclaration(member))
      : [];
    const nodes = this.#properties(symbol).map(declarationOf);
    return [...constructors, ...nodes].filter((node) => isOfSdk(node) && isPublic(node)).map(documented);
  }

  #properties(symbol: ts.Symbol): ts.Symbol[] {
    return this.#checker.getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(symbol));
  }

  /** The fields of an object of a contract, by their resolved types. */
  #fieldsOf(symbol: ts.Symbol): Documented[] {
    if (!(this.#checker.getDeclaredTypeOfSymbol(symbol).flags & ts.TypeFlags.Object)) return [];
    return this.#properties(symbol).map((property) => {
      const { name } = property;
      const type = this.#checker.getTypeOfSymbol(property);
      const text = this.#checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
      return { name, signature: `${name}: ${text}`, text: textOf(declarationOf(property)) };
    });
  }

  #resolved(symbol: ts.Symbol): string {
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
    if (type.flags & ts.TypeFlags.Object) return `type ${symbol.name}`;
    const flags: ts.TypeFormatFlags = ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.NoTruncation;
    return `type ${symbol.name} = ${this.#checker.typeToString(type, undefined, flags)}`;
  }

  /** The types of the SDK's own source that the signatures of a symbol name. */
  #namedBy(symbol: ts.Symbol): ts.Symbol[] {
    const declared = declarationOf(symbol);
    if (isGenerated(declared)) return [];
    const members = hasMembers(declared)
      ? [...this.#properties(symbol).map(declarationOf).filter(isPublic)]
      : [];
    const found: ts.Symbol[] = [];
    const visit = (node: ts.Node): void => {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : undefined;
      const used = name && this.#checker.getSymbolAtLocation(name);
      if (used) found.push(this.#target(used));
      ts.forEachChild(node, visit);
    };
    for (const node of [declared, ...members].flatMap(typesOf)) visit(node);
    return found.filter(({ declarations: [first] = [] }) => {
      return (
        first !== undefined && !ts.isTypeParameterDeclaration(first) && isOfSdk(first) && !isGenerated(first)
      );
    });
  }
}

/** A class that is exported as a type cannot be made by its importer. */
const isTypeOnly = ({ declarations: [specifier] = [] }: ts.Symbol): boolean =>
  specifier !== undefined && ts.isExportSpecifier(specifier) && ts.isTypeOnlyExportDeclaration(specifier);

function declarationOf(symbol: ts.Symbol): ts.Declaration {
  const [declared] = symbol.declarations ?? [];
  if (declared === undefined) throw new Error(`${symbol.name} is declared nowhere`);
  return declared;
}

function documented(node: ts.Declaration): Documented {
  const { name } = node as ts.NamedDeclaration;
  return { name: name?.getText() ?? 'constructor', signature: signatureOf(node), text: textOf(node) };
}

/** The exports of each entry point. */
export function readExports(): Record<string, Export[]> {
  const files = Object.values(entryFiles).map((file) => join(sdk, file));
  const { config } = ts.readConfigFile(join(sdk, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, sdk);
  const program = ts.createProgram(files, options);
  const reader = new Reader(program.getTypeChecker());
  const read = ([entry, path]: [string, string]): [string, Export[]] => {
    const file = program.getSourceFile(join(sdk, path));
    if (file === undefined) throw new Error(`${path} is not there`);
    return [entry, reader.exportsOf(file)];
  };
  return Object.fromEntries(Object.entries(entryFiles).map(read));
}
