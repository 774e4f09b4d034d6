// Every screen in both schemes and at four widths: what axe finds, what is cut off, and how much the first screen loads.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { systemUnderTest } from '../system/start.ts';
import { findings } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { outsideScreens, screens } from './stage-screens.ts';
import { setStage, signIn } from './stage.ts';
import { recordErrors } from './visitor.ts';

const FIRST_SCREEN_BYTES = 60_000;
const PHONE = { width: 320, height: 690 };
const DESK = { width: 1280, height: 800 };
/** Those of docs/design.md that are wider than a phone. */
const WIDTHS = [768, 1440, 2560];
const TARGET_PX = 44;
const ROOT_PX = 16;

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const stage = await setStage(system, browser);
t.teardown(() => stage.end());

/** The controls that are smaller than a finger. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, a, input, select, summary')];
    const shown = controls.filter(
      (control) => control.checkVisibility() && !control.matches('.unseen, .skip, [type=radio]'),
    );
    return shown
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < least - 0.5)
      .map(({ control, box }) => `${control.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
  }, TARGET_PX);
}

/** What is chosen or pressed, and looks the same as what is not, while the system's own colours are forced. */
async function alikeInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  const alike = await page.evaluate(() => {
    const looks = [
      'color',
      'backgroundColor',
      'fill',
      'borderTop',
      'borderBottom',
      'outline',
      'fontWeight',
    ] as const;
    const lookOf = (element: Element): string => {
      const all = [element, ...element.querySelectorAll('*')].map((part) => getComputedStyle(part));
      return all.map((style) => looks.map((look) => style[look]).join()).join();
    };
    const states = ['aria-pressed', 'aria-current', 'aria-selected', 'aria-checked'];
    return states
      .flatMap((state) =>
        [...document.querySelectorAll(`[${state}]:not([${state}=false])`)].filter((element) => {
          const value = element.getAttribute(state)!;
          const on = lookOf(element);
          if (state === 'aria-current') element.removeAttribute(state);
          else element.setAttribute(state, 'false');
          const off = lookOf(element);
          element.setAttribute(state, value);
          return element.checkVisibility() && on === off;
        }),
      )
      .map((element) => element.outerHTML.slice(0, 90));
  });
  await page.emulateMedia({ forcedColors: 'none' });
  return alike;
}

/** Axe as a whole at two widths, and of the other scheme what is not the same: its colours. */
async function examine(t: Test, page: Page, name: string, scheme: 'light' | 'dark'): Promise<void> {
  t.same(await findings(page, scheme === 'light' ? 'all' : 'colours'), [], `${name}: axe`);
}

async function assertFits(t: Test, page: Page, name: string): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  t.equal(scrollWidth, clientWidth, `${name} fits ${page.viewportSize()!.width} px`);
}

/** What does not depend on the scheme: sizes at each width, and the colours of the system. */
async function measure(t: Test, page: Page, name: string): Promise<void> {
  t.same(await alikeInForcedColours(page), [], `${name}: forced colours`);
  t.same(await smallTargets(page), [], `${name}: targets`);
  const rootSize = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  t.equal(rootSize, `${ROOT_PX}px`, `${name}: the size of which all others are multiples`);
  for (const width of WIDTHS) {
    await page.setViewportSize({ ...DESK, width });
    await assertFits(t, page, name);
  }
  await page.setViewportSize(PHONE);
  await assertFits(t, page, name);
  t.same(await smallTargets(page), [], `${name}: targets on a phone`);
  t.same(await findings(page), [], `${name}: axe on a phone`);
  await page.setViewportSize(DESK);
}

for (const colorScheme of ['light', 'dark'] as const) {
  await t.test(`has no fault that axe finds on any screen, ${colorScheme}`, async (t) => {
    const context = await browser.newContext({
      viewport: DESK,
      colorScheme,
      reducedMotion: 'reduce',
      // The page's policy lets no other script in, not even axe.
      bypassCSP: true,
    });
    const page = await context.newPage();
    const errors = recordErrors(page);
    for (const { name, path, heading } of outsideScreens(stage)) {
      await page.goto(system.webUrl + path);
      await page.getByRole('heading', { name: heading }).waitFor();
      await examine(t, page, name, colorScheme);
      if (colorScheme === 'light') await measure(t, page, name);
    }
    await signIn(page, system.webUrl, stage.email);
    for (const screen of screens) {
      await screen.open(page, stage);
      await examine(t, page, screen.name, colorScheme);
      if (colorScheme === 'light') await measure(t, page, screen.name);
    }
    // Chromium itself logs the refusals of a room that is locked (403), of an unknown code (404), of a room that the page asks
    // again and again (409), and what is away.
    const others = errors.filter((text) => !/40[349] \(|net::ERR_/.test(text));
    t.same(others, [], 'no other errors in the console');
    await context.close();
  });
}

/** How many bytes a file has on its way, compressed. */
async function transferred(url: string): Promise<number> {
  const asked = get(url, { headers: { 'accept-encoding': 'gzip' } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return (await buffer(answer)).length;
}

await t.test('loads at most 60 kB for the first screen', async (t) => {
  const { page, context } = await openPage(browser, 'about:blank');
  const urls = new Set<string>();
  page.on('request', (request) => request.url().startsWith(system.webUrl) && urls.add(request.url()));
  await signIn(page, system.webUrl, stage.email);
  await page.getByRole('button', { name: 'Play Ostinato' }).first().waitFor();
  t.equal(await page.locator('.splash').count(), 0, 'what is shown before the first screen is gone');
  await context.close();
  const sizes = await Promise.all([...urls].map(async (url) => [url, await transferred(url)] as const));
  for (const [url, bytes] of sizes) t.comment(`${bytes} bytes: ${new URL(url).pathname}`);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  t.comment(`${total} bytes in all, fonts and settings included`);
  t.ok(total <= FIRST_SCREEN_BYTES, `${total} bytes`);
});

await t.test('paints soon on a slow phone', async (t) => {
  const context = await browser.newContext({ viewport: PHONE, serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const bytesPerSecond = 1_600_000 / 8;
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await page.goto(system.webUrl);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const [paintMs, usableMs] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
    performance.now(),
  ]);
  t.comment(
    `first paint after ${paintMs.toFixed(0)} ms, sign-in after ${usableMs.toFixed(0)} ms (CPU 4x, 1.6 Mbit/s)`,
  );
  // The aim is 1 s on a machine that does nothing else; other test files share the processors with this one.
  t.ok(paintMs < 10_000, `${paintMs} ms`);
  await context.close();
});
