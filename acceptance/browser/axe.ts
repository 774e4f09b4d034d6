import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  rule: string;
  nodes: string[];
}

/** What axe finds on the page, as short texts. */
export async function findings(page: Page): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => ({
    rule: id,
    nodes: nodes.map(
      ({ html, any }) => `${html.slice(0, 120)} ${any.map(({ message }) => message).join('; ')}`,
    ),
  }));
}
