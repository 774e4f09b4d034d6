import type { Fields, PublicApi, PublicPart } from './public-api.ts';

/**
 * What clients of the released API would miss in the present one, one line for each; empty when everything that has changed
 * is an addition.
 */
export function breakingChanges(released: PublicApi, present: PublicApi): string[] {
  return Object.entries(released).flatMap(([name, before]) => {
    const now = present[name];
    if (!now) return [`${name}: is gone`];
    return [
      ...ofUse(before, now),
      ...ofInput(before.input, now.input),
      ...ofAnswers(before.answers, now.answers),
    ].map((change) => `${name}: ${change}`);
  });
}

const TOKENS: readonly PublicPart['token'][] = ['never', 'accepted', 'required'];

function ofUse(before: PublicPart, now: PublicPart): string[] {
  const isStricter = TOKENS.indexOf(now.token) > TOKENS.indexOf(before.token);
  return [
    ...(before.route === now.route ? [] : [`was ${before.route}, and is ${now.route}`]),
    ...(isStricter ? [`its token was "${before.token}", and is "${now.token}"`] : []),
    ...before.codes
      .split('|')
      .filter((code) => !now.codes.split('|').includes(code))
      .map((code) => `has no code ${code} any more`),
  ];
}

interface Field {
  types: readonly string[];
  optional: boolean;
}

/** By path, without the mark of an optional field. */
function fieldsOf(fields: Fields): Map<string, Field> {
  const rows = Object.entries(fields).map(([path, types]): [string, Field] => [
    path.replace(/\?$/, ''),
    { types: types.split('|'), optional: path.endsWith('?') },
  ]);
  return new Map(rows);
}

/** Clients send what they sent: it must still be accepted, and suffice. */
function ofInput(released: Fields, present: Fields): string[] {
  const [before, now] = [fieldsOf(released), fieldsOf(present)];
  const kept = [...before].flatMap(([path, field]) => {
    const after = now.get(path);
    if (!after) return [`the input "${path}" is not accepted any more`];
    return [
      ...(field.optional && !after.optional ? [`the input "${path}" is required now`] : []),
      ...uncovered(field.types, after.types).map((type) => `the input "${path}" cannot be ${type} any more`),
    ];
  });
  const isPartOfNew = (path: string): boolean =>
    [...now.keys()].some((other) => !before.has(other) && isInside(path, other));
  const added = [...now]
    .filter(([path, { optional }]) => !optional && !before.has(path) && !isPartOfNew(path))
    .map(([path]) => `the input "${path}" is new and required`);
  return [...kept, ...added];
}

function isInside(path: string, other: string): boolean {
  return path.startsWith(`${other}.`) || path.startsWith(`${other}[]`);
}

/** Clients read what they read: it must still come, in a form that they know. New values of a list of values may come. */
function ofAnswers(released: PublicPart['answers'], present: PublicPart['answers']): string[] {
  return Object.entries(present).flatMap(([status, fields]) => {
    const earlier = released[status];
    if (!earlier) return [`answers ${status}, which clients do not take for a success`];
    const now = fieldsOf(fields);
    return [...fieldsOf(earlier)].flatMap(([path, field]) => {
      const after = now.get(path);
      if (!after) return [`its answer has no "${path}" any more`];
      const known = field.types.some(isLiteral)
        ? after.types.filter((type) => !isLiteral(type))
        : after.types;
      return [
        ...(!field.optional && after.optional ? [`its answer may be without "${path}" now`] : []),
        ...uncovered(known, field.types).map((type) => `"${path}" of its answer can be ${type} now`),
      ];
    });
  });
}

const isLiteral = (type: string): boolean => type.startsWith("'");

/** The types that none of the others includes. */
function uncovered(types: readonly string[], others: readonly string[]): string[] {
  return types.filter(
    (type) =>
      !others.includes(type) &&
      !(isLiteral(type) && others.includes('string')) &&
      !(type === 'integer' && others.includes('number')),
  );
}
