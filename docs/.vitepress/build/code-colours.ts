import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transformerStyleToClass } from '@shikijs/transformers';
import type { SiteConfig } from 'vitepress';

/** Names the colours of code by classes: as a `style` on each word they are a fifth of the site. */
export const colourClasses = transformerStyleToClass({ classPrefix: '_' });

/** The file with the colours, relative to the site. Every page has it, because a reader goes on without loading a page. */
export const colourFile = 'code-colours.css';

/** Writes the colours of all pages that were built. */
export async function writeColours({ outDir }: SiteConfig): Promise<void> {
  await writeFile(join(outDir, colourFile), colourClasses.getCSS());
}
