// A client sends whatever text it likes, and each pattern of the contracts is tried on it before its length is known: a
// pattern whose time grows with the square of the text would stop a service for seconds.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../..');
/** The largest JSON body that a service reads. */
const CHARACTERS = 64 * 1024;
const MOST_MS = 1_000;

function patternsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(patternsOf);
  return 'pattern' in value && typeof value.pattern === 'string' ? [value.pattern, ...below] : below;
}

const contracts = readdirSync(folder).filter(
  (name) => name.endsWith('.yaml') && !['problems.yaml', 'redocly.yaml'].includes(name),
);
const documents = contracts.map((name) => parse(readFileSync(join(folder, name), 'utf8')) as unknown);
const patterns = new Set(documents.flatMap(patternsOf));
t.ok(patterns.size > 5, `${patterns.size} patterns`);

t.test('no pattern needs what the regular expressions of other languages do not have', async (t) => {
  for (const pattern of patterns) t.notMatch(pattern, /\\[pPux]\{|\(\?<|\\k/, pattern);
});

t.test('the written-out ranges of a shown text are those of the Unicode properties', async (t) => {
  const shown = [...patterns].find((pattern) => pattern.startsWith('^(?=')) ?? '';
  const rule = new RegExp(shown, 'u');
  const hidden = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;
  const refused = /[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/u;
  const different: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    const isRight = rule.test(character) === !hidden.test(character);
    if (!isRight || rule.test(`a${character}`) === refused.test(character)) different.push(code.toString(16));
  }
  t.same(different, []);
});

for (const pattern of patterns) {
  t.test(`takes little time on hostile text: ${pattern.slice(0, 40)}`, async (t) => {
    const rule = new RegExp(pattern, 'u');
    for (const part of ['a', 'A', '0', ' ', '-', '.', '@', 'a.', 'a@', '\u200B', '\u0300', '😀']) {
      for (const end of ['', '\n', '!', '@']) {
        const text = part.repeat(CHARACTERS / part.length) + end;
        const began = performance.now();
        rule.test(text);
        const ms = performance.now() - began;
        t.ok(ms < MOST_MS, `${JSON.stringify(part)} and ${JSON.stringify(end)}: ${ms.toFixed(0)} ms`);
        if (ms > MOST_MS) return;
      }
    }
  });
}
