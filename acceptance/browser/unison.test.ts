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

/** Asserts that pages stay together for 4 s. */
async function stayTogether(t: Test, pages: Page[]): Promise<void> {
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
  t.ok(p95 < UNISON_MS, `p95 ${p95.toFixed(2)} ms`);
}

/** Asserts that a page played one stretch of the track, in time with the wall clock. */
function playedContinuously(t: Test, name: string, recorded: (OutputReading | null)[]): OutputReading[] {
  const readings = recorded.filter((reading) => reading !== null);
  t.equal(readings.length, recorded.length, `${name} was never silent`);
  t.equal(new Set(readings.map(({ source }) => source)).size, 1, `${name} was never restarted`);
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
  await stayTogether(t, bothPages);
  await host.page.screenshot({ path: join(screenshots, 'host.png') });
  await guest.page.screenshot({ path: join(screenshots, 'guest.png') });
});

await t.test('starts a third page at the right position, without a stop at the first two', async (t) => {
  await openInvitation(late.page, code);
  const recordings = await Promise.all(bothPages.map((page) => recordOutput(page, RECORDING_EVERY_MS)));
  const joinedAtMs = Date.now();
  await late.page.getByRole('button', { name: 'Join' }).click();
  const what = 'sound at the third page';
  const first = await poll(() => apartMs(everyPage), { withinMs: 15_000, everyMs: 50, what });
  const heardAfterMs = Date.now() - joinedAtMs;
  t.comment(`apart by ${first.toFixed(2)} ms at its first sound, ${heardAfterMs} ms after joining`);
  t.ok(first < UNISON_MS, 'it starts where the others are');
  await stayTogether(t, everyPage);
  const recorded = await Promise.all(recordings.map((end) => end()));
  for (const [index, name] of ['the host', 'the guest'].entries()) {
    const readings = playedContinuously(t, name, recorded[index]!);
    const covered = readings[0]!.atMs <= joinedAtMs && readings.at(-1)!.atMs >= joinedAtMs + heardAfterMs;
    t.ok(covered, `${name} was recorded from before the third joined until after it was heard`);
  }
});

await t.test('lets the owner pause, and tells a listener that only the owner may', async (t) => {
  await guest.page.getByText('Only the owner may control playback here.').waitFor();
  t.equal(await player(guest.page).getByRole('button', { name: 'Pause' }).isDisabled(), true);
  t.ok((await apartMs(everyPage)) < UNISON_MS, 'the music goes on at all pages');
  await player(host.page).getByRole('button', { name: 'Pause' }).click();
  await player(guest.page).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await poll(
    async () => {
      const readings = await Promise.all(everyPage.map((page) => readOutput(page)));
      if (readings.some((reading) => reading !== null)) throw new Error('still sounding');
    },
    { withinMs: 5000, what: 'silence at all pages' },
  );
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
