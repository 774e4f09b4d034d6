import { type Contract, type Json, type Schema, resolve } from './contract.ts';

/** Text of a contract in Markdown: HTML in it is text, and it fits into the cell of a table. */
export const prose = (text = ''): string =>
  text
    .trim()
    // Within code Markdown itself shows `<` as text.
    .replace(/`[^`]*`|</g, (part) => (part === '<' ? '&lt;' : part))
    .replace(/\s*\n\s*/g, ' ');
const cell = (text: string): string => prose(text).replaceAll('|', '\\|');
const code = (value: Json): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function bounds(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (least === most) return `, ${least}${unit}`;
  if (most === undefined) return `, at least ${least}${unit}`;
  // The largest integer is no bound that a reader needs.
  if (most === Number.MAX_SAFE_INTEGER) return least === undefined ? '' : `, at least ${least}${unit}`;
  return least === undefined ? `, at most ${most}${unit}` : `, ${least} to ${most}${unit}`;
}

/** The type of a value and its bounds in words. */
export function typeText(contract: Contract, given: Schema): string {
  const schema = resolve(contract, given);
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map((choice) => typeText(contract, choice)).join(' or ');
  const type = [schema.type ?? 'any'].flat().join(' or ');
  if (schema.items) {
    const many = bounds(schema.minItems, schema.maxItems, '');
    return `list of ${typeText(contract, schema.items)}${many}`;
  }
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  const number = bounds(schema.minimum, schema.maximum, '');
  return `${type}${format}${number}${bounds(schema.minLength, schema.maxLength, ' characters')}`;
}

interface Field {
  name: string;
  /** Where it is, e.g. `header`; none for the fields of an object. */
  place?: string;
  isOptional: boolean;
  schema: Schema;
  description: string | undefined;
}

/** A line of a list, because a table is too wide for a phone: the name, then the type, then the meaning. */
export function fieldLine(
  contract: Contract,
  { name, place, isOptional, schema, description }: Field,
): string {
  const resolved = resolve(contract, schema);
  const facts = [...(place === undefined ? [] : [place]), typeText(contract, schema)];
  const standard = resolved.default === undefined ? '' : ` Default: ${code(resolved.default)}.`;
  const meaning = `${prose(description ?? resolved.description)}${standard}`.trim();
  return `- \`${name}\`${isOptional ? ' (optional)' : ''}: ${facts.join(', ')}${meaning && `. ${meaning}`}`;
}

/** The fields of an object, those of objects within it by their path: `data.userId`, `queue[].id`. */
export function fieldList(contract: Contract, given: Schema, prefix = ''): string {
  const schema = resolve(contract, given);
  const lines = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const isOptional = schema.required?.includes(name) !== true;
    const line = fieldLine(contract, {
      name: path,
      isOptional,
      schema: property,
      description: property.description,
    });
    const [suffix, inner] = innerOf(contract, property);
    return inner ? [line, fieldList(contract, inner, `${path}${suffix}.`)] : [line];
  });
  return lines.join('\n');
}

/** The object within a value: the value itself, also where it may be null, or an item of a list (`queue[].id`). */
function innerOf(contract: Contract, given: Schema): [suffix: string, inner: Schema | undefined] {
  const schema = resolve(contract, given);
  if (schema.items) return ['[]', innerOf(contract, schema.items)[1]];
  const choices = [schema, ...(schema.anyOf ?? [])].map((choice) => resolve(contract, choice));
  return ['', choices.find(({ properties }) => properties !== undefined)];
}
