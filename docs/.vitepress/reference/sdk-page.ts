import { prose } from './fields.ts';
import { type Documented, type Export, readExports } from './sdk-source.ts';

const line = ({ signature, text }: Documented): string =>
  `- \`${signature}\`${text === '' ? '' : `  \n  ${prose(text)}`}`;

// A type and a function may differ in the case of their first letter only.
const anchorOf = (name: string): string => `sdk-${name}`;

function exportPart({ name, signature, text, members, isExported }: Export): string {
  return [
    `### ${name} {#${anchorOf(name)}}`,
    `${prose(text)}${isExported ? '' : ' Not exported: the types above have it.'}`.trim(),
    `\`\`\`ts\n${signature}\n\`\`\``,
    members.map(line).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const links = (names: readonly string[]): string =>
  names.map((name) => `[${name}](#${anchorOf(name)})`).join(', ');

/** The exports of an entry point that none before it has. */
function entryParts(entry: string, exports: readonly Export[], before: ReadonlySet<string>): string[] {
  const own = exports.filter(({ name, isGenerated }) => !isGenerated && !before.has(name));
  const generated = exports.filter(({ isGenerated }) => isGenerated).map(({ name }) => `\`${name}\``);
  const again = exports.filter(({ name }) => before.has(name)).map(({ name }) => name);
  return [
    `## ${entry}`,
    generated.length === 0
      ? ''
      : `From the contracts, whose pages have their fields ([auth](./auth), [music](./music), [notification](./notification)): ${generated.join(', ')}.`,
    again.length === 0 ? '' : `Also here: ${links(again)}.`,
    ...own.map(exportPart),
  ].filter((part) => part !== '');
}

/** Every export of the SDK, with its fields and methods. */
export function sdkPage(): string {
  const before = new Set<string>();
  const parts = Object.entries(readExports()).flatMap(([entry, exports]) => {
    const entered = entryParts(entry, exports, before);
    for (const { name, isGenerated } of exports) if (!isGenerated) before.add(name);
    return entered;
  });
  return [
    '# Reference of the SDK',
    'What each entry point exports, by the docstrings of its source. The [guide](../sdk) says how it is used.',
    ...parts,
  ].join('\n\n');
}
