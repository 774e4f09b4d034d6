// Sign in with Google as somebody does it in Chromium: from the page to the provider and back, whichever way that ends.
import type { Page } from 'playwright-core';
import t from 'tap';
import { startOpenIdProvider } from '../system/openid-provider.ts';
import { uniqueEmail } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';

const provider = await startOpenIdProvider(t);
const [system, browser] = await Promise.all([
  systemUnderTest(t, { page: true, env: provider.env }),
  launchBrowser(),
]);
t.teardown(() => browser.close());

/** A page of somebody who has not been here before, and what it asks auth for. */
async function visitor(path = '/'): Promise<{ page: Page; asked: string[]; complaints: string[] }> {
  const { page } = await openPage(browser, 'about:blank');
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === system.authUrl && request.method() !== 'OPTIONS')
      asked.push(`${request.resourceType()} ${pathname}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(system.webUrl + path);
  return { page, asked, complaints };
}

const button = (page: Page) => page.getByRole('button', { name: 'Continue with Google' });

await t.test('a code that was planted is not exchanged, and stays nowhere', async (t) => {
  const { page, asked } = await visitor(`/?code=${'c'.repeat(43)}&tab=1`);
  await page.getByRole('alert').getByText('was not begun here').waitFor();
  t.equal(page.url(), `${system.webUrl}/?tab=1`);
  t.same(asked, []);
});

await t.test('somebody who declines is back at the form, and is told', async (t) => {
  const { page } = await visitor();
  provider.declineOnce();
  await button(page).click();
  await page.getByRole('alert').getByText('Google was not allowed to say who this is').waitFor();
  t.equal(page.url(), `${system.webUrl}/`);
  await page.getByLabel('Password').waitFor();
});

await t.test('the whole way, by a double click, ends signed in, with the invitation kept', async (t) => {
  Object.assign(provider.claims, { sub: 'grace', email: uniqueEmail('grace') });
  const { page, asked, complaints } = await visitor('/#join=K7M2Q4RT');
  await button(page).dblclick();
  await page.getByText('Grace Hopper').waitFor();
  t.same(asked, [
    'fetch /api/auth/google',
    'document /api/auth/google',
    'document /api/auth/google/callback',
    'fetch /api/auth/google/exchange',
  ]);
  t.equal(page.url(), `${system.webUrl}/#join=K7M2Q4RT`, 'no code in the address');
  t.equal(await page.getByLabel('Invite code').inputValue(), 'K7M2Q4RT');
  await page.reload();
  await page.getByText('Grace Hopper').waitFor();
  t.same(complaints, []);
});
