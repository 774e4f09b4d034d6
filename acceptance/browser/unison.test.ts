// Real Chromium pages, on two music instances with skewed clocks; their sound is measured at the audio output.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage, type OutputReading, readOutput, recordOutput } from './browser.ts';
import { startSkewedMusic } from '../system/skewed-music.ts';

const UNISON_MS = 20;
const READINGS = 40;
const READING_EVERY_MS = 100;
const RECORDING_EVERY_MS = 25;

const system = await systemUnderTest(t, { page: true });
const { ports } = system.local!;
const musicUrls = await Promise.all([
  startSkewedMusic(t, system, { port: ports.music + 20, offsetSeconds: 0, driftPpm: 25 }),
  startSkewedMusic(t, system, { port: ports.music + 21, offsetSeconds: 5, driftPpm: -25 }),
]);
const artist = await signedInClient(system, 'Ada', 'artist');
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
  await page.getByLabel('E-mail').fill(uniqueEmail(name.toLowerCase()));
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Harbour Lights').waitFor();
  return { page, complaints };
}

const host = await visitor('Hanna', musicUrls[0]);
const guest = await visitor('Gus', musicUrls[1]);
const late = await visitor('Tara', musicUrls[1]);
const bothPages = [host.page, guest.page];
const everyPage = [...bothPages, late.page];
let code: string;

/** Where the track is at the wall clock's zero, by a reading: of outputs in unison it is the same. */
function originOf({ positionMs, atMs }: OutputReading): number {
  return positionMs - atMs;
}

/** How far apart the outputs of some pages are, reduced to one instant. */
async function apart(pages: Page[]): Promise<number> {
  const readings = await Promise.all(pages.map((page) => readOutput(page)));
  const sounding = readings.filter((reading) => reading !== null);
  if (sounding.length < pages.length) throw new Error(`sound at ${sounding.length} of ${pages.length}`);
  const origins = sounding.map(originOf);
  return Math.max(...origins) - Math.min(...origins);
}

function percentile(values: number[], share: number): number {
  return values.toSorted((x, y) => x - y)[Math.ceil(values.length * share) - 1]!;
}

/** Asserts that pages stay together for 4 s. */
async function stayTogether(t: Test, pages: Page[]): Promise<void> {
  const readings: number[] = [];
  while (readings.length < READINGS) {
    readings.push(await apart(pages));
    // The interval of the measurement, not a wait: the readings are to be spread over 4 s.
    await host.page.evaluate(
      (intervalMs) => new Promise((resolve) => setTimeout(resolve, intervalMs)),
      READING_EVERY_MS,
    );
  }
  const p95 = percentile(readings, 0.95);
  t.comment(
    `error among ${pages.length} over ${READINGS} readings: median ${percentile(readings, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
  );
  t.ok(p95 < UNISON_MS, `p95 ${p95.toFixed(2)} ms`);
}

/** Asserts that what a page sounded was one stretch of the track, in time with the wall clock all along. */
function wentOn(t: Test, name: string, recorded: (OutputReading | null)[]): OutputReading[] {
  const readings = recorded.filter((reading) => reading !== null);
  t.equal(readings.length, recorded.length, `${name} was never silent`);
  t.equal(new Set(readings.map(({ source }) => source)).size, 1, `${name} was never started anew`);
  const origins = readings.map(originOf);
  const steps = origins.slice(1).map((origin, index) => Math.abs(origin - origins[index]!));
  const jump = Math.max(...steps);
  const drift = Math.abs(origins.at(-1)! - origins[0]!);
  const overMs = readings.at(-1)!.positionMs - readings[0]!.positionMs;
  const figures = `greatest step ${jump.toFixed(2)} ms, ${drift.toFixed(2)} ms from first to last`;
  t.comment(`${name}: ${readings.length} readings over ${overMs.toFixed(0)} ms of the track, ${figures}`);
  t.ok(jump < UNISON_MS && drift < UNISON_MS, `${name} had neither gap nor jump: ${figures}`);
  return readings;
}

await t.test('one opens a session, the other joins by its code, and both sound as one', async (t) => {
  await host.page.getByRole('button', { name: 'Listen together' }).first().click();
  code = (await host.page.getByRole('status', { name: 'Invite code' }).textContent())!;
  await guest.page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await guest.page.getByRole('button', { name: 'Join' }).click();
  await guest.page.getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  await host.page.getByRole('button', { name: 'Play' }).click();
  const what = 'sound at both pages';
  const first = await poll(() => apart(bothPages), { withinMs: 15_000, everyMs: 50, what });
  t.comment(`apart by ${first.toFixed(2)} ms at the first sound`);
  t.ok(first < UNISON_MS, 'they start together');
});

await t.test('they stay together', async (t) => {
  await stayTogether(t, bothPages);
  await host.page.screenshot({ path: join(screenshots, 'host.png') });
  await guest.page.screenshot({ path: join(screenshots, 'guest.png') });
});

await t.test('a third joins midway at the right position, and the first two never stop', async (t) => {
  const recordings = await Promise.all(bothPages.map((page) => recordOutput(page, RECORDING_EVERY_MS)));
  await late.page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  const joinedAtMs = Date.now();
  await late.page.getByRole('button', { name: 'Join' }).click();
  const what = 'sound at the third page';
  const first = await poll(() => apart(everyPage), { withinMs: 15_000, everyMs: 50, what });
  const heardAfterMs = Date.now() - joinedAtMs;
  t.comment(`apart by ${first.toFixed(2)} ms at its first sound, ${heardAfterMs} ms after joining`);
  t.ok(first < UNISON_MS, 'it starts where the others are');
  await stayTogether(t, everyPage);
  const recorded = await Promise.all(recordings.map((end) => end()));
  for (const [index, name] of ['the host', 'the guest'].entries()) {
    const readings = wentOn(t, name, recorded[index]!);
    const covered = readings[0]!.atMs <= joinedAtMs && readings.at(-1)!.atMs >= joinedAtMs + heardAfterMs;
    t.ok(covered, `${name} was recorded from before the third joined until after it was heard`);
  }
});

await t.test('the listener may not pause, and is told so; the owner may', async (t) => {
  await guest.page.getByText('Only the owner may play, pause and seek here.').waitFor();
  t.equal(await guest.page.getByRole('button', { name: 'Pause' }).isDisabled(), true);
  t.ok((await apart(everyPage)) < UNISON_MS, 'the music went on, at all');
  await host.page.getByRole('button', { name: 'Pause' }).click();
  await guest.page.getByRole('button', { name: 'Play' }).waitFor();
  await poll(
    async () => {
      const readings = await Promise.all(everyPage.map((page) => readOutput(page)));
      if (readings.some((reading) => reading !== null)) throw new Error('still sounding');
    },
    { withinMs: 5000, what: 'silence at all pages' },
  );
  t.same(
    [host, guest, late].flatMap(({ complaints }) => complaints),
    [],
    'no errors in any console',
  );
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
