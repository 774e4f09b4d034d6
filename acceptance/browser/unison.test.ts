// Two real Chromium pages, on two music instances with skewed clocks; their sound is measured at the audio output.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t from 'tap';
import { password, somebody, someEmail, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage, readOutput } from './browser.ts';
import { startSkewedMusic } from '../unison/skewed-instance.ts';

const UNISON_MS = 20;
const READINGS = 40;
const READING_EVERY_MS = 100;

const system = await systemUnderTest(t, { page: true });
const { ports } = system.local!;
const musicUrls = await Promise.all([
  startSkewedMusic(t, system, { port: ports.music + 20, offsetSeconds: 0, driftPpm: 25 }),
  startSkewedMusic(t, system, { port: ports.music + 21, offsetSeconds: 5, driftPpm: -25 }),
]);
const artist = await somebody(system, 'Ada', 'artist');
await upload(artist, 'harbour-lights.mp3');
const screenshots = process.env.SCREENSHOTS ?? join(system.dataDir!, 'screenshots');
mkdirSync(screenshots, { recursive: true });

const browser = await launchBrowser();
t.teardown(() => browser.close());

/** Somebody who has signed up, at a music instance of their own or else at the one that the page names. */
async function visitor(name: string, musicUrl?: string): Promise<{ page: Page; complaints: string[] }> {
  const { authUrl, notificationUrl } = system;
  const urls = musicUrl === undefined ? undefined : { authUrl, notificationUrl, musicUrl };
  const { page } = await openPage(browser, system.webUrl, urls);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.getByRole('button', { name: 'I am new here' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(someEmail(name.toLowerCase()));
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Harbour Lights').waitFor();
  return { page, complaints };
}

const host = await visitor('Hanna', musicUrls[0]);
const guest = await visitor('Gus', musicUrls[1]);
const bothPages = [host.page, guest.page];

/** How far apart the two outputs are, reduced to one instant: positive when the guest is ahead. */
async function apart(): Promise<number> {
  const [a, b] = await Promise.all(bothPages.map((page) => readOutput(page)));
  if (!a || !b) throw new Error(`sound at ${a ? 'host' : 'nobody or the guest'} only`);
  return b.positionMs - a.positionMs - (b.atMs - a.atMs);
}

function percentile(values: number[], share: number): number {
  return values.toSorted((x, y) => x - y)[Math.ceil(values.length * share) - 1]!;
}

await t.test('one opens a session, the other joins by its code, and both sound as one', async (t) => {
  await host.page.getByRole('button', { name: 'Listen together' }).first().click();
  const code = await host.page.getByRole('status', { name: 'Invite code' }).textContent();
  await guest.page.getByRole('textbox', { name: 'Invite code' }).fill(code!);
  await guest.page.getByRole('button', { name: 'Join' }).click();
  await guest.page.getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  await host.page.getByRole('button', { name: 'Play' }).click();
  const first = await poll(apart, { withinMs: 15_000, everyMs: 50, what: 'sound at both pages' });
  t.comment(`apart by ${first.toFixed(2)} ms at the first sound`);
  t.ok(Math.abs(first) < UNISON_MS, 'they start together');
});

await t.test('they stay together', async (t) => {
  const readings: number[] = [];
  while (readings.length < READINGS) {
    readings.push(Math.abs(await apart()));
    // The interval of the measurement, not a wait: the readings are to be spread over 4 s.
    await host.page.evaluate(
      (intervalMs) => new Promise((resolve) => setTimeout(resolve, intervalMs)),
      READING_EVERY_MS,
    );
  }
  const p95 = percentile(readings, 0.95);
  t.comment(
    `pairwise error over ${READINGS} readings: median ${percentile(readings, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
  );
  t.ok(p95 < UNISON_MS);
  await host.page.screenshot({ path: join(screenshots, 'host.png') });
  await guest.page.screenshot({ path: join(screenshots, 'guest.png') });
});

await t.test('the listener may not pause, and is told so; the owner may', async (t) => {
  await guest.page.getByText('Only the owner may play, pause and seek here.').waitFor();
  t.equal(await guest.page.getByRole('button', { name: 'Pause' }).isDisabled(), true);
  t.ok(Math.abs(await apart()) < UNISON_MS, 'the music went on, at both');
  await host.page.getByRole('button', { name: 'Pause' }).click();
  await guest.page.getByRole('button', { name: 'Play' }).waitFor();
  await poll(
    async () => {
      const readings = await Promise.all(bothPages.map((page) => readOutput(page)));
      if (readings.some((reading) => reading !== null)) throw new Error('still sounding');
    },
    { withinMs: 5000, what: 'silence at both pages' },
  );
  t.same([host.complaints, guest.complaints], [[], []], 'no errors in either console');
});

await t.test('the page as it is served: its policy lets it load, listen and sound', async (t) => {
  const { page, complaints } = await visitor('Pia');
  const opened: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/sessions')) opened.push(request.url());
  });
  await page.getByRole('button', { name: 'Listen together' }).first().dblclick();
  await page.getByRole('button', { name: 'Play' }).click();
  const sounding = async (): Promise<boolean> => {
    if ((await readOutput(page)) === null) throw new Error('silent');
    return true;
  };
  t.ok(await poll(sounding, { withinMs: 15_000, what: 'sound' }));
  const covers = page.locator('img.cover');
  t.ok(
    await covers.evaluateAll((images: HTMLImageElement[]) => images.every((image) => image.naturalWidth > 0)),
  );
  const foreign = await page.evaluate(() => fetch('http://localhost:9/').catch(() => 'refused'));
  t.equal(foreign, 'refused');
  t.equal(opened.length, 1, 'a double click opens one session');
  t.match(complaints.splice(0), [/violates the following Content Security Policy directive: "connect-src/]);
});

await t.test('without a Google client that way in says so, and stays here', async (t) => {
  const { page } = await openPage(browser, system.webUrl);
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await page.getByRole('alert').getByText('Sign-in with Google is not set up here.').waitFor();
  t.equal(page.url(), `${system.webUrl}/`);
});
