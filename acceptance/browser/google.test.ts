// Sign-in with Google in Chromium: from the page to the provider and back.
import type { Page } from 'playwright-core';
import t from 'tap';
import { startOpenIdProvider } from '../system/openid-provider.ts';
import { uniqueEmail } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';
import { recordErrors } from './visitor.ts';

const provider = await startOpenIdProvider(t);
const [system, browser] = await Promise.all([
  systemUnderTest(t, { page: true, env: provider.env }),
  launchBrowser(),
]);
t.teardown(() => browser.close());

/** A page without a sign-in, and the requests that it sends to auth. */
async function visitor(path = '/'): Promise<{ page: Page; requests: string[]; errors: string[] }> {
  const { page } = await openPage(browser, 'about:blank');
  const requests: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === system.authUrl && request.method() !== 'OPTIONS')
      requests.push(`${request.resourceType()} ${pathname}`);
  });
  const errors = recordErrors(page);
  await page.goto(system.webUrl + path);
  return { page, requests, errors };
}

const button = (page: Page) => page.getByRole('button', { name: 'Continue with Google' });

await t.test('does not exchange a code from a link, and removes it from the URL', async (t) => {
  const { page, requests } = await visitor(`/?code=${'c'.repeat(43)}&tab=1`);
  await page.getByRole('alert').getByText('was not begun here').waitFor();
  t.equal(page.url(), `${system.webUrl}/?tab=1`);
  t.same(requests, []);
});

await t.test('shows the form and a message after a refusal at Google', async (t) => {
  const { page } = await visitor();
  provider.declineOnce();
  await button(page).click();
  await page.getByRole('alert').getByText('Google was not allowed to say who this is').waitFor();
  t.equal(page.url(), `${system.webUrl}/`);
  await page.getByLabel('Password').waitFor();
});

await t.test('signs in once after a double click, and keeps the invitation', async (t) => {
  Object.assign(provider.claims, { sub: 'grace', email: uniqueEmail('grace') });
  const { page, requests, errors } = await visitor('/#join=K7M2Q4RT');
  await button(page).dblclick();
  const invitation = page.getByRole('heading', { name: 'Invitation' });
  await invitation.waitFor();
  t.same(requests, [
    'fetch /api/auth/google',
    'document /api/auth/google',
    'document /api/auth/google/callback',
    'fetch /api/auth/google/exchange',
  ]);
  t.equal(page.url(), `${system.webUrl}/invite#join=K7M2Q4RT`, 'no code of the sign-in in the URL');
  await page.getByText('This code does not lead anywhere any more.').waitFor();
  await page.reload();
  await invitation.waitFor();
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByText('Grace Hopper').first().waitFor();
  // Chromium itself logs that there is no such room.
  t.same(
    errors.filter((text) => !text.includes('404')),
    [],
  );
});
