import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  rule: string;
  nodes: string[];
}

/** What axe finds on the page, as short texts; of all its rules, or of the one for colours. */
export async function findings(page: Page, rules: 'all' | 'colours' = 'all'): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(
    (options) =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    rules === 'all' ? {} : { runOnly: ['color-contrast'] },
  );
  return violations.map(({ id, nodes }) => ({
    rule: id,
    nodes: nodes.map(
      ({ html, any }) => `${html.slice(0, 120)} ${any.map(({ message }) => message).join('; ')}`,
    ),
  }));
}
