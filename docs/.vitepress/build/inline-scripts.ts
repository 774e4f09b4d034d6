import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteConfig, TransformContext } from 'vitepress';

const inlineScript = /<script([^>]*)>([^<][\s\S]*?)<\/script>/g;

/** The scripts of all pages by their file name. Most pages have the same two. */
const files = new Map<string, string>();

/**
 * Replaces each inline script of a page by a file, so that the site needs no `unsafe-inline` and no hashes in its policy.
 * They stay where they are and block the page as before: one of them sets the colour scheme before the first paint.
 */
export function moveInlineScripts(html: string, _id: string, { siteConfig }: TransformContext): string {
  return html.replace(inlineScript, (_whole, attributes: string, code: string) => {
    const name = `assets/inline-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`;
    files.set(name, code);
    return `<script${attributes} src="${siteConfig.site.base}${name}"></script>`;
  });
}

/** Writes the files that `moveInlineScripts` has named. */
export async function writeInlineScripts({ outDir }: SiteConfig): Promise<void> {
  await mkdir(join(outDir, 'assets'), { recursive: true });
  await Promise.all([...files].map(([name, code]) => writeFile(join(outDir, name), code)));
}
