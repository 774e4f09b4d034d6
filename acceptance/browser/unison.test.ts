// Real Chromium pages on two music instances with skewed clocks. Their sound is measured at the audio output.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { startSkewedMusic } from '../system/skewed-music.ts';
import { launchBrowser, openPage } from './browser.ts';
import { apartMs, originOf, type OutputReading, readOutput, recordOutput } from './sound.ts';
import {
  join as joinRoom,
  listenTogether,
  openInvitation,
  openPaused,
  player,
  recordErrors,
} from './visitor.ts';

const UNISON_MS = 20;
const READINGS = 40;
const READING_EVERY_MS = 100;
const RECORDING_EVERY_MS = 25;
const ATTEMPTS = 3;

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

/** A new user who signs up at the page, with a music instance of their own or else the one that the page names. */
async function visitor(name: string, musicUrl?: string): Promise<{ page: Page; errors: string[] }> {
  const { authUrl, notificationUrl } = system;
  const urls = musicUrl === undefined ? undefined : { authUrl, notificationUrl, musicUrl };
  const { page } = await openPage(browser, system.webUrl, urls);
  const errors = recordErrors(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(uniqueEmail(name.toLowerCase()));
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Harbour Lights').waitFor();
  return { page, errors };
}

const host = await visitor('Hanna', musicUrls[0]);
const guest = await visitor('Gus', musicUrls[1]);
const late = await visitor('Tara', musicUrls[1]);
const bothPages = [host.page, guest.page];
const everyPage = [...bothPages, late.page];
let code: string;

function percentile(values: number[], share: number): number {
  return values.toSorted((x, y) => x - y)[Math.ceil(values.length * share) - 1]!;
}

/** Measures for 4 s how far apart pages are; gives the 95th percentile. */
async function apartP95Ms(t: Test, pages: Page[]): Promise<number> {
  const readings: number[] = [];
  while (readings.length < READINGS) {
    readings.push(await apartMs(pages));
    // The interval of the measurement: it spreads the readings over 4 s.
    await host.page.evaluate(
      (intervalMs) => new Promise((resolve) => setTimeout(resolve, intervalMs)),
      READING_EVERY_MS,
    );
  }
  const p95 = percentile(readings, 0.95);
  t.comment(
    `error among ${pages.length} over ${READINGS} readings: median ${percentile(readings, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
  );
  return p95;
}

function greatestStep(values: number[]): number {
  return Math.max(...values.slice(1).map((value, index) => Math.abs(value - values[index]!)));
}

/** How far the machine's audio output fell behind the wall clock between two readings, whatever the page did. */
function outputStallMs(recorded: (OutputReading | null)[]): number {
  const readings = recorded.filter((reading) => reading !== null);
  return greatestStep(readings.map(({ audioClockMs, atMs }) => audioClockMs - atMs));
}

/** Asserts that a page played one stretch of the track, in time with the wall clock. */
function playedContinuously(t: Test, name: string, recorded: (OutputReading | null)[]): OutputReading[] {
  const readings = recorded.filter((reading) => reading !== null);
  t.equal(readings.length, recorded.length, `${name} was never silent`);
  t.equal(new Set(readings.map(({ source }) => source)).size, 1, `${name} was never restarted`);
  const origins = readings.map(originOf);
  const jump = greatestStep(origins);
  const drift = Math.abs(origins.at(-1)! - origins[0]!);
  const overMs = readings.at(-1)!.positionMs - readings[0]!.positionMs;
  const figures = `greatest step ${jump.toFixed(2)} ms, ${drift.toFixed(2)} ms from first to last`;
  t.comment(`${name}: ${readings.length} readings over ${overMs.toFixed(0)} ms of the track, ${figures}`);
  t.ok(jump < UNISON_MS && drift < UNISON_MS, `${name} had neither gap nor jump: ${figures}`);
  return readings;
}

interface JoinRecording {
  joinedAtMs: number;
  heardAtMs: number;
  /** How far apart the three pages were at the first sound of the third, and at 95 % of the readings of the next 4 s. */
  firstApartMs: number;
  p95ApartMs: number;
  /** What the host's output and the guest's did during these. */
  recorded: (OutputReading | null)[][];
  outputStallMs: number;
}

/** The third page joins, while the outputs of the first two are recorded. */
async function recordJoin(t: Test): Promise<JoinRecording> {
  await openInvitation(late.page, code);
  await restart();
  const recordings = await Promise.all(bothPages.map((page) => recordOutput(page, RECORDING_EVERY_MS)));
  const joinedAtMs = Date.now();
  await late.page.getByRole('button', { name: 'Join', exact: true }).click();
  const what = 'sound at the third page';
  const firstApartMs = await poll(() => apartMs(everyPage), { withinMs: 15_000, everyMs: 50, what });
  const heardAtMs = Date.now();
  const p95ApartMs = await apartP95Ms(t, everyPage);
  const recorded = await Promise.all(recordings.map((end) => end()));
  const stallMs = Math.max(...recorded.map(outputStallMs));
  t.comment(
    `apart by ${firstApartMs.toFixed(2)} ms at its first sound, ${heardAtMs - joinedAtMs} ms after joining`,
    `the audio output of this machine stood still for ${stallMs.toFixed(2)} ms`,
  );
  return { joinedAtMs, heardAtMs, firstApartMs, p95ApartMs, recorded, outputStallMs: stallMs };
}

async function silent(pages: Page[]): Promise<void> {
  const silence = async (): Promise<void> => {
    const readings = await Promise.all(pages.map((page) => readOutput(page)));
    if (readings.some((reading) => reading !== null)) throw new Error('still sounding');
  };
  await poll(silence, { withinMs: 5000, what: 'silence' });
}

/** What a page says about its own sound: heard minus due. */
async function playbackErrorMs(page: Page): Promise<number> {
  const row = page.getByLabel('Sync quality').locator('div').filter({ hasText: 'Playback error' });
  const measured = async (): Promise<number> => {
    const ms = Number.parseFloat((await row.locator('dd').textContent()) ?? '');
    if (Number.isNaN(ms)) throw new Error('not measured');
    return ms;
  };
  return poll(measured, { withinMs: 5000, everyMs: 50, what: 'the playback error' });
}

/**
 * Makes the first two pages start again until both play what is due: what a stall of the machine has delayed comes back to the
 * right time only over seconds otherwise.
 */
async function restart(): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await player(host.page).getByRole('button', { name: 'Pause' }).click();
    await silent(bothPages);
    await host.page.getByRole('slider', { name: 'Position' }).press('Home');
    await player(host.page).getByRole('button', { name: 'Play', exact: true }).click();
    await poll(() => apartMs(bothPages), { withinMs: 15_000, everyMs: 50, what: 'sound at both pages' });
    const errors = await Promise.all(bothPages.map(playbackErrorMs));
    if (errors.every((error) => Math.abs(error) < UNISON_MS / 2)) return;
  }
}

await t.test('plays in unison at the owner and at a guest who joins by code', async (t) => {
  await openPaused(host.page, 'Harbour Lights');
  code = await listenTogether(host.page);
  await openInvitation(guest.page, code);
  await joinRoom(guest.page);
  await guest.page.getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  await player(host.page).getByRole('button', { name: 'Play', exact: true }).click();
  const what = 'sound at both pages';
  const first = await poll(() => apartMs(bothPages), { withinMs: 15_000, everyMs: 50, what });
  t.comment(`apart by ${first.toFixed(2)} ms at the first sound`);
  t.ok(first < UNISON_MS, 'they start together');
});

await t.test('keeps both pages together for 4 s', async (t) => {
  const p95 = await apartP95Ms(t, bothPages);
  t.ok(p95 < UNISON_MS, `p95 ${p95.toFixed(2)} ms`);
  await host.page.screenshot({ path: join(screenshots, 'host.png') });
  await guest.page.screenshot({ path: join(screenshots, 'guest.png') });
});

await t.test('starts a third page at the right position, without a stop at the first two', async (t) => {
  let join = await recordJoin(t);
  // A stall of the whole machine delays the sound of every page, and says nothing about a join.
  for (let attempt = 2; attempt <= ATTEMPTS && join.outputStallMs >= UNISON_MS; attempt += 1) {
    await late.page.getByRole('button', { name: 'Leave', exact: true }).click();
    join = await recordJoin(t);
  }
  t.ok(join.firstApartMs < UNISON_MS, 'it starts where the others are');
  t.ok(join.p95ApartMs < UNISON_MS, `p95 ${join.p95ApartMs.toFixed(2)} ms`);
  for (const [index, name] of ['the host', 'the guest'].entries()) {
    const readings = playedContinuously(t, name, join.recorded[index]!);
    const covered = readings[0]!.atMs <= join.joinedAtMs && readings.at(-1)!.atMs >= join.heardAtMs;
    t.ok(covered, `${name} was recorded from before the third joined until after it was heard`);
  }
});

await t.test('tells everyone how close the devices are', async (t) => {
  for (const { page } of [host, guest]) {
    await page.locator('.sync summary').first().click();
    const text = page.getByRole('region', { name: 'Everyone' }).getByText(/^3 devices: half of them within/);
    // Members report, and the page asks, every five seconds.
    await text.waitFor({ timeout: 30_000 });
    t.comment(await text.textContent());
    await page.locator('.sync summary').first().click();
  }
  await guest.page.screenshot({ path: join(screenshots, 'receipt.png') });
});

await t.test('lets the owner pause, and tells a listener that only the owner may', async (t) => {
  await guest.page.getByText('You may not control playback here.').waitFor();
  t.equal(await player(guest.page).getByRole('button', { name: 'Pause' }).isDisabled(), true);
  t.ok((await apartMs(everyPage)) < UNISON_MS, 'the music goes on at all pages');
  await player(host.page).getByRole('button', { name: 'Pause' }).click();
  await player(guest.page).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await silent(everyPage);
  t.same(
    [host, guest, late].flatMap(({ errors }) => errors),
    [],
    'no errors in any console',
  );
});

await t.test('loads, listens and plays under the content security policy of the page', async (t) => {
  const { page, errors } = await visitor('Pia');
  const opened: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/sessions')) opened.push(request.url());
  });
  await page.getByRole('button', { name: 'Play Harbour Lights' }).first().dblclick();
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
  t.match(errors.splice(0), [/violates the following Content Security Policy directive: "connect-src/]);
});

await t.test('says that sign-in with Google is not set up, and stays on the page', async (t) => {
  const { page } = await openPage(browser, system.webUrl);
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await page.getByRole('alert').getByText('Sign-in with Google is not set up here.').waitFor();
  t.equal(page.url(), `${system.webUrl}/`);
});
