// The documentation site, as the page's server has it. No service runs.
import { join } from 'node:path';
import { createPageServer } from '@downbeat/deploy/page-headers';
import t from 'tap';
import { findings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { recordErrors } from './visitor.ts';

const root = join(import.meta.dirname, '../..');
const away = 'http://127.0.0.1:9';
const server = await createPageServer(
  join(root, 'clients/web/dist'),
  { authUrl: away, musicUrl: away, notificationUrl: away },
  join(root, 'docs/.vitepress/dist'),
);
const url = await server.listen({ port: 0, host: '127.0.0.1' });
const browser = await launchBrowser();
t.teardown(async () => {
  await browser.close();
  await server.close();
});

const PHONE = { width: 375, height: 720 };
const pages = ['', 'curl-and-postman', 'limits', 'reference/music', 'reference/notification'];

await t.test('leads a reader to an operation, under its policy and from this server alone', async (t) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = recordErrors(page);
  const foreign: string[] = [];
  page.on('request', (request) => request.url().startsWith(`${url}/`) || foreign.push(request.url()));
  await page.goto(`${url}/docs`);
  await page.getByRole('heading', { name: 'Start here' }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Reference' }).first().click();
  await page.getByRole('heading', { name: 'Upload a track' }).waitFor();
  t.ok(await page.getByText('POST /api/music/create').isVisible());
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('loudspeaker');
  await page.getByRole('option', { name: 'Listeners' }).first().click();
  await page.getByRole('heading', { name: 'Listeners' }).waitFor();
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('storage_full');
  await page.getByRole('option', { name: 'Problems' }).first().click();
  await page.getByRole('heading', { name: 'STORAGE_FULL' }).waitFor();
  const isDark = (): Promise<boolean> => page.evaluate(() => document.documentElement.matches('.dark'));
  const before = await isDark();
  await page.getByRole('switch').first().click();
  t.not(await isDark(), before, 'the switch changes the scheme');
  t.same(errors, [], 'no errors in the console');
  t.same(foreign, [], 'no requests to other servers');
  await context.close();
});

await t.test('is no part of the page, whose service worker leaves it alone', async (t) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.goto(`${url}/docs/listeners`);
  await page.getByRole('heading', { name: 'Listeners' }).waitFor();
  const kept = await page.evaluate(async () => (await caches.match('/'))?.text());
  t.match(kept, '<title>Downbeat</title>', 'the kept page is still the page');
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  await t.test(`has no fault that axe finds, and fits a phone, ${colorScheme}`, async (t) => {
    const context = await browser.newContext({ viewport: PHONE, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    for (const path of pages) {
      await page.goto(`${url}/docs/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      t.equal(scrollWidth, clientWidth, `${path || 'index'} fits ${PHONE.width} px`);
      if (path === '' || path.endsWith('notification')) t.same(await findings(page), [], path || 'index');
    }
    await context.close();
  });
}
