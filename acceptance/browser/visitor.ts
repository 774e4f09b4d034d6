// Users who are signed in at the page, each in a browser context of their own.
import type { Downbeat } from '@downbeat/sdk';
import type { Browser, Page } from 'playwright-core';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { openPage } from './browser.ts';

export interface Visitor {
  page: Page;
  /** A client of the same user. */
  client: Downbeat;
  /** Errors of the page and in its console. */
  errors: string[];
}

/** Gives a function that makes a new user and signs in at the page; it calls `prepare` before the page is loaded. */
export function createVisitors(system: SystemUnderTest, browser: Browser) {
  return async (
    displayName: string,
    prepare = async (_page: Page): Promise<void> => {},
  ): Promise<Visitor> => {
    const client = createClient(system);
    const email = uniqueEmail(displayName.toLowerCase().slice(0, 20));
    await client.auth.register({ email, password, displayName });
    const { page } = await openPage(browser, 'about:blank');
    const errors = recordErrors(page);
    await prepare(page);
    await page.goto(system.webUrl);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Harbour Lights').waitFor();
    return { page, client, errors };
  };
}

/** Records the errors of a page and of its console from now on. */
export function recordErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}
