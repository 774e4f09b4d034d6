// Runs the TypeScript programs of the READMEs and the guides that need a browser, React among them: built by Vite with the
// packed SDK, in Chromium.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Downbeat, memoryTokenStore } from '@downbeat/sdk';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { build, preview } from 'vite';
import { password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { inBrowser, placedProgram } from '../system/guide-programs.ts';
import { startOpenIdProvider } from '../system/openid-provider.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { recordErrors } from './visitor.ts';

const run = promisify(execFile);
const sdk = join(import.meta.dirname, '../../clients/sdk');

const provider = await startOpenIdProvider(t);
const [system, browser, app] = await Promise.all([
  systemUnderTest(t, { env: provider.env }),
  launchBrowser(),
  mkdtemp(join(tmpdir(), 'downbeat-guides-')),
]);
t.teardown(async () => {
  await browser.close();
  await rm(app, { recursive: true, force: true });
});

const { authUrl, musicUrl, notificationUrl, webUrl } = system;
const urls = { authUrl, musicUrl, notificationUrl };
const email = uniqueEmail('lena');

/** Loads the program that the URL names, whose clients are those of the user in the storage of the page. */
const LOADER = `
import { webTokenStore } from '@downbeat/sdk';
globalThis.guideOptions = { ...${JSON.stringify(urls)}, tokenStore: webTokenStore(() => localStorage) };
const programs = { ${inBrowser.map((name) => `${name}: () => import('./${name}.ts')`).join()} };
const name = sessionStorage.getItem('program');
globalThis.program = name === 'react' ? await import('./mount.ts') : await programs[name]();
document.body.append('loaded');
`;

/** What an application has beside the components of the guide. */
const MOUNT = `
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Downbeat } from '@downbeat/sdk';
import { DownbeatProvider } from '@downbeat/sdk/react';
import { App, Likes, Room } from './react.ts';
const client = new Downbeat(globalThis.guideOptions);
const within = (element) => createElement(DownbeatProvider, { client }, element);
const parts = { app: createElement(App), likes: within(createElement(Likes)) };
const root = createRoot(document.body.appendChild(document.createElement('main')));
export const show = (part, sessionId) =>
  root.render(createElement(StrictMode, null, parts[part] ?? within(createElement(Room, { sessionId }))));
`;

async function buildApp(): Promise<void> {
  const modules = join(app, 'node_modules');
  const installed = join(modules, '@downbeat/sdk');
  await mkdir(installed, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', app], { cwd: sdk });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(app, filename), '-C', installed, '--strip-components=1']);
  for (const name of ['react', 'react-dom', 'scheduler'])
    await symlink(join(sdk, 'node_modules', name), join(modules, name));
  const values = { 'lena@downbeat.example': email, 'copied from the summary': password };
  for (const name of inBrowser) {
    const program = placedProgram(name, 'globalThis.guideOptions', name === 'rootTour' ? values : {});
    await writeFile(join(app, `${name}.ts`), program);
  }
  await writeFile(join(app, 'loader.js'), LOADER);
  await writeFile(join(app, 'mount.ts'), MOUNT);
  const head = '<title>App</title><link rel="icon" href="data:,">';
  await writeFile(
    join(app, 'index.html'),
    `${head}<body><script type="module" src="/loader.js"></script></body>`,
  );
  // The hooks begin with 'use client', of which Vite warns.
  await build({ root: app, configFile: false, logLevel: 'error' });
}

const tokenStore = memoryTokenStore();
const lena = new Downbeat({ ...urls, tokenStore });
/** The errors in the page of each program that has run. */
const errors = new Map<string, string[]>();

/** Opens the application at the address of the page, where it runs this program. */
async function open(
  t: Test,
  name: string,
  { signedIn = true } = {},
): Promise<{ page: Page; printed: string[] }> {
  const context = await browser.newContext();
  t.teardown(() => context.close());
  const session = signedIn ? JSON.stringify(tokenStore.load()) : null;
  await context.addInitScript(
    ([program, stored]) => {
      sessionStorage.setItem('program', program!);
      if (stored !== null) localStorage.setItem('downbeat.session', stored!);
    },
    [name, session],
  );
  const page = await context.newPage();
  errors.set(name, recordErrors(page));
  const printed: string[] = [];
  page.on('console', (message) => message.type() === 'log' && printed.push(message.text()));
  await page.goto(webUrl);
  await page.getByText('loaded').waitFor();
  return { page, printed };
}

/** Calls a function that the program exports; gives its result, as far as it is JSON. */
function call(page: Page, name: string, ...args: unknown[]): Promise<unknown> {
  return page.evaluate(
    async ([called, values]) => {
      const { program } = globalThis as unknown as {
        program: Record<string, (...args: unknown[]) => unknown>;
      };
      const result = await program[called]!(...values);
      const object = result as { state?: object } | undefined;
      return JSON.parse(JSON.stringify(object?.state ?? result ?? null)) as unknown;
    },
    [name, args] as const,
  );
}

/** A system that runs already has a page of its own at that address. */
const skip = system.local === undefined && 'the address of the page is in use';

await t.test('the programs run in Chromium', { skip }, async (t) => {
  await lena.auth.register({ email, password, displayName: 'Lena' });
  const artist = await signedInClient(system, 'Ada', 'artist');
  const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
  await buildApp();
  // Where the page of the system would be, which is the address to which Google sends browsers back.
  const port = Number(new URL(webUrl).port);
  const server = await preview({
    root: app,
    configFile: false,
    logLevel: 'error',
    preview: { port, strictPort: true, host: 'localhost' },
  });
  t.teardown(() => server.close());
  const createRoom = () =>
    artist.music.createSession({ trackIds: [trackId], settings: { preset: 'party', allowsGuests: true } });

  await t.test('stores', async (t) => {
    const { page, printed } = await open(t, 'stores');
    t.equal(await page.evaluate(() => localStorage.getItem('downbeat.session') !== null), true);
    t.same(printed, []);
  });

  await t.test('rootTour', async (t) => {
    await open(t, 'rootTour');
    const { items } = await lena.music.listSessions();
    t.equal(items.length, 1, 'it has made a room');
  });

  await t.test('google', async (t) => {
    Object.assign(provider.claims, { sub: 'grace', email: uniqueEmail('grace') });
    const { page } = await open(t, 'google', { signedIn: false });
    await page
      .evaluate(() =>
        (globalThis as unknown as { program: { onClick: () => Promise<void> } }).program
          .onClick()
          .catch(() => 0),
      )
      .catch(() => undefined);
    await page.waitForFunction(
      () => localStorage.getItem('downbeat.session')?.includes('Grace Hopper') === true,
    );
    await page.waitForURL(`${webUrl}/`);
  });

  await t.test('page', async (t) => {
    const { page, printed } = await open(t, 'page');
    await call(page, 'join', (await createRoom()).inviteCode);
    t.ok(
      printed.some((line) => line.startsWith('open ')),
      printed.join(),
    );
  });

  await t.test('guest', async (t) => {
    const { page } = await open(t, 'guest', { signedIn: false });
    t.match(await call(page, 'listenAsGuest', (await createRoom()).inviteCode, 'Bea'), { role: 'guest' });
  });

  await t.test('delays', async (t) => {
    const { page } = await open(t, 'delays');
    await page.evaluate(async () => {
      const { program } = globalThis as unknown as {
        program: Record<string, (...args: unknown[]) => Promise<unknown>>;
      };
      await program['setDelay']!(await program['createPlayer']!(), 180);
    });
    const again = await page.evaluate(async () => {
      const { program } = globalThis as unknown as {
        program: { createPlayer: () => Promise<{ nudgeMs: number }> };
      };
      return (await program.createPlayer()).nudgeMs;
    });
    t.equal(again, 180);
  });

  await t.test('library', async (t) => {
    const { page, printed } = await open(t, 'library');
    await call(page, 'setLike', trackId, true);
    await call(page, 'rate', trackId, 4);
    await call(page, 'show', [{ id: trackId }]);
    t.same(printed, [`${trackId} liked 0`]);
    await call(page, 'rate', trackId, 0);
  });

  await t.test('plays', async (t) => {
    const { page, printed } = await open(t, 'plays');
    t.same(printed, ['0 wait']);
    await page.evaluate((id) => {
      const { program } = globalThis as unknown as {
        program: { onTime: (audio: unknown, id: string) => void };
      };
      program.onTime({ duration: 32, currentTime: 0, paused: false }, id);
      program.onTime({ duration: 32, currentTime: 0, paused: true }, id);
    }, trackId);
  });

  await t.test('react', async (t) => {
    const { page } = await open(t, 'react');
    await call(page, 'show', 'app');
    await page.getByRole('listitem').getByText('Harbour Lights').waitFor();
    t.equal(await page.getByRole('list').getAttribute('title'), 'Lena');
    await call(page, 'show', 'likes');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.getByRole('listitem').getByText('Harbour Lights').waitFor();
    const session = await lena.music.joinSession({ inviteCode: (await createRoom()).inviteCode });
    await call(page, 'show', 'room', session.id);
    await page.getByRole('button', { name: 'Listen' }).click();
    const play = page.getByRole('button', { name: /Nothing plays|Harbour Lights/, disabled: false });
    await play.click();
    await page.getByRole('button', { name: 'Harbour Lights' }).waitFor();
  });

  t.same(
    Object.fromEntries(errors),
    Object.fromEntries(inBrowser.map((name) => [name, []])),
    'no program is left out, and none causes an error',
  );
});
