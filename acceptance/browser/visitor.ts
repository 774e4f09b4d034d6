// People at the page, each in a browser context of their own.
import type { Downbeat } from '@downbeat/sdk';
import type { Browser, Page } from 'playwright-core';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { openPage } from './browser.ts';

export interface Visitor {
  page: Page;
  /** The same person, by program. */
  client: Downbeat;
  complaints: string[];
}

/** Makes what gives somebody with an account, signed in at the page; `prepare` comes before the page is loaded. */
export function visitorsOf(system: SystemUnderTest, browser: Browser) {
  return async (
    displayName: string,
    prepare = async (_page: Page): Promise<void> => {},
  ): Promise<Visitor> => {
    const client = createClient(system);
    const email = uniqueEmail(displayName.toLowerCase().slice(0, 20));
    await client.auth.register({ email, password, displayName });
    const { page } = await openPage(browser, 'about:blank');
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await prepare(page);
    await page.goto(system.webUrl);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Harbour Lights').waitFor();
    return { page, client, complaints };
  };
}
