import { isObject, type Json } from './place.ts';

const identifier = /^[A-Za-z_$][\w$]*$/;

export function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property name. A number stays one: to TypeScript, the keys 200 and '200' are different types. */
export function key(name: string): string {
  return identifier.test(name) || /^[1-9]\d*$/.test(name) ? name : quote(name);
}

/** A JSON value as a TypeScript literal on one line. */
export function literal(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (isObject(value)) return inline(Object.entries(value).map(([name, item]) => [name, literal(item)]));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `[${value.map(literal).join(', ')}]`;
}

/** `['a', 'b']` on one line where it fits into the width of the house, else a line for each text. */
export function textList(texts: readonly string[]): string {
  const line = literal([...texts]);
  return line.length <= 90 ? line : `[\n${texts.map((text) => `  ${quote(text)},\n`).join('')}]`;
}

/** `{ a: 1, b: 2 }` on one line. */
export function inline(fields: readonly (readonly [string, string])[]): string {
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([name, text]) => `${key(name)}: ${text}`).join(', ')} }`;
}

/** The same with a line for each field. */
export function block(fields: readonly (readonly [string, string])[]): string {
  if (fields.length === 0) return '{}';
  return `{\n${fields.map(([name, text]) => `  ${key(name)}: ${indent(text)},\n`).join('')}}`;
}

/** The body of an interface: a line for each member. */
export function members(lines: readonly (readonly [string, string])[]): string {
  return `{\n${lines.map(([name, type]) => `  ${key(name)}:${type.startsWith('\n') ? '' : ' '}${indent(type)};\n`).join('')}}`;
}

/** One line where it fits into the width of the house, else a line for each field. */
export function object(fields: readonly (readonly [string, string])[]): string {
  const line = inline(fields);
  return line.length <= 100 && !line.includes('\n') ? line : block(fields);
}

export function call(name: string, ...parts: readonly string[]): string {
  return `${name}(${parts.filter((part) => part !== '' && part !== '{}').join(', ')})`;
}

export function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

/** A type by name: `export type A = 'x' | 'y';` with a line for each member. */
export function namedUnion(name: string, types: readonly string[]): string {
  return `export type ${name} =${types.map((type) => `\n  | ${type}`).join('')};\n`;
}

/** The same, with a line for each where one line would be too long. */
export function longUnion(types: readonly string[]): string {
  const line = union(types);
  return line.length <= 90 ? line : types.map((type) => `\n  | ${type}`).join('');
}

/** A doc comment, or nothing. A contract's own text can not end the comment early. */
export function doc(...paragraphs: readonly (string | undefined)[]): string {
  const lines = paragraphs.flatMap((text) => (text ? wrap(text.replaceAll('*/', '* /')) : []));
  if (lines.length === 0) return '';
  return lines.length === 1
    ? `/** ${lines[0] ?? ''} */\n`
    : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

function wrap(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > 105) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/** Says where a generated file comes from. */
export function banner(file: string): string {
  return `// Generated from openapi/${file}. Do not edit: change the contract, then run \`make generate\`.\n`;
}
