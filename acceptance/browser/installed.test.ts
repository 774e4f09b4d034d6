// The page as an app: what a browser needs to install it, and how a newer version is announced and loaded. No service runs.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPageServer } from '@downbeat/deploy/page-headers';
import t from 'tap';
import { launchBrowser } from './browser.ts';

const built = join(import.meta.dirname, '../../clients/web/dist');
const folder = t.testdir();
cpSync(built, folder, { recursive: true });
const away = 'http://127.0.0.1:9';
const server = await createPageServer(folder, { authUrl: away, musicUrl: away, notificationUrl: away });
t.teardown(() => server.close());
const url = await server.listen({ port: 0, host: '127.0.0.1' });
const browser = await launchBrowser();
t.teardown(() => browser.close());
const context = await browser.newContext();
const page = await context.newPage();
await page.goto(url);
await page.getByRole('heading', { name: 'Sign in' }).waitFor();
await page.evaluate(async () => {
  await navigator.serviceWorker.ready;
});

await t.test('has a manifest that browsers accept, with a name and icons that exist', async (t) => {
  const devtools = await context.newCDPSession(page);
  const { errors, data = '' } = await devtools.send('Page.getAppManifest');
  t.same(errors, []);
  const { name, display, icons } = JSON.parse(data) as {
    name: string;
    display: string;
    icons: { src: string; sizes: string }[];
  };
  t.match({ name, display }, { name: 'Downbeat', display: 'standalone' });
  t.ok(icons.some(({ sizes }) => sizes === '512x512'));
  for (const { src } of icons) t.equal((await fetch(new URL(src, url))).status, 200, src);
});

await t.test('opens every screen without a network once it is kept', async (t) => {
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await page.goto(`${url}/sign-up`);
  await page.getByRole('heading', { name: 'Create an account' }).waitFor();
  await context.setOffline(false);
  t.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null));
});

await t.test('announces a newer version, and loads it when the user wants it', async (t) => {
  const versions = () => page.evaluate(() => caches.keys());
  const [older] = await versions();
  const path = join(folder, 'service-worker.js');
  const version = older!.replace('shell-', '');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(version, 'newer'));
  await page.reload();
  await page.getByText('A new version of this page is ready.').waitFor();
  t.ok((await versions()).includes(older!), 'the open page still has its files');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Load it' }).click();
  await loaded;
  await page.getByText('A new version of this page is ready.').waitFor({ state: 'detached' });
  t.same(await versions(), ['shell-newer'], 'the files of the older version are removed');
});
