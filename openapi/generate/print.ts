import type { Json } from './contract.ts';

/** Names and expressions of an object. */
export type Fields = readonly (readonly [string, string])[];

/** A JSON value as TypeScript. Prettier chooses the quotes. */
export function literal(value: Json): string {
  return JSON.stringify(value);
}

/** A property name. A number stays unquoted: to TypeScript, the keys 200 and '200' are different types. */
function key(name: string): string {
  return /^[1-9]\d*$/.test(name) ? name : literal(name);
}

export function object(fields: Fields): string {
  return `{${fields.map(([name, text]) => `${key(name)}: ${text}`).join(', ')}}`;
}

/** The body of an interface. */
export function members(fields: Fields): string {
  return `{${fields.map(([name, type]) => `${key(name)}: ${type};`).join('\n')}}`;
}

/** The properties of a `Type.Object`: name, expression, and whether the property is always there. */
export function properties(fields: readonly (readonly [string, string, boolean])[]): string {
  return object(fields.map(([name, text, always]) => [name, always ? text : `Type.Optional(${text})`]));
}

/** A call without the arguments that are empty. */
export function call(name: string, ...parts: readonly string[]): string {
  return `${name}(${parts.filter((part) => part !== '' && part !== '{}').join(', ')})`;
}

export function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

/** The widest line of a comment without its indentation. Prettier does not wrap comments. */
const COMMENT_WIDTH = 105;

/** A doc comment, or nothing. Text of a contract cannot end the comment. */
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
    if (last.length + word.length > COMMENT_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/** Names the contract of a generated file. */
export function banner(file: string): string {
  return `// Generated from openapi/${file}. Do not edit: change the contract, then run \`make generate\`.\n`;
}
