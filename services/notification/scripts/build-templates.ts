/**
 * Compiles the MJML sources of the mails to Handlebars templates, so that the service does not need MJML at run time.
 *
 *     node scripts/build-templates.ts           writes src/templates/generated
 *     node scripts/build-templates.ts --check   exits 1 when the committed files do not match the sources
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import mjml2html from 'mjml';

const here = import.meta.dirname;
const sources = join(here, '../src/templates/sources');
const generated = join(here, '../src/templates/generated');

/** A template has a text part; the other MJML files are included by templates. */
async function templateNames(): Promise<string[]> {
  const files = await readdir(sources);
  return files.filter((file) => file.endsWith('.txt')).map((file) => basename(file, '.txt'));
}

// MJML rejects Handlebars blocks between its components, but copies the content of mj-raw.
const protectBlocks = (mjml: string): string =>
  mjml.replaceAll(/^\s*(\{\{(?:[#/][^}]*|else)\}\})\s*$/gm, '<mj-raw>$1</mj-raw>');

async function compile(name: string): Promise<string> {
  const filePath = join(sources, `${name}.mjml`);
  const { html, errors } = await mjml2html(protectBlocks(await readFile(filePath, 'utf8')), {
    filePath,
    includePath: sources,
    ignoreIncludes: false,
    fonts: {},
    keepComments: true,
    minify: false,
    validationLevel: 'strict',
  });
  const [first] = errors;
  if (first) throw new Error(`${filePath}: ${first.formattedMessage}`);
  // Indentation would only make the mail larger.
  return html.replaceAll(/\n\s+/g, '\n');
}

async function moduleOf(name: string): Promise<string> {
  const parts = { html: await compile(name), text: await readFile(join(sources, `${name}.txt`), 'utf8') };
  return `// Made from src/templates/sources by \`npm run build:templates -w services/notification\`.
export const html = ${JSON.stringify(parts.html)};
export const text = ${JSON.stringify(parts.text)};
`;
}

async function isCurrent(file: string, wanted: string): Promise<boolean> {
  const found = await readFile(file, 'utf8').catch(() => '');
  return found === wanted;
}

for (const name of await templateNames()) {
  const file = join(generated, `${name}.gen.ts`);
  const wanted = await moduleOf(name);
  if (!process.argv.includes('--check')) await writeFile(file, wanted);
  else if (!(await isCurrent(file, wanted))) {
    console.error(`${file} does not match its source; run npm run build:templates -w services/notification`);
    process.exitCode = 1;
  }
}
