// Devices of one user in Chromium: the sound moves from page to page without a gap, and a remote is silent. The sound is measured
// at the audio output.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t from 'tap';
import { createClient, password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { findings } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { originOf, type OutputReading, playedSources, readOutput, recordOutput } from './sound.ts';
import {
  createVisitors,
  join as joinRoom,
  listenTogether,
  openInvitation,
  player,
  recordErrors,
} from './visitor.ts';

/** From the last sound of one page to the first of the other, or the other way round. */
const LONGEST_SEAM_MS = 300;
const RECORDING_EVERY_MS = 5;

const PHONE = { width: 320, height: 640 };

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const screenshots = process.env.SCREENSHOTS ?? join(system.dataDir!, 'screenshots');
mkdirSync(screenshots, { recursive: true });
const artist = await signedInClient(system, 'Ada', 'artist');
await upload(artist, 'harbour-lights.mp3');
await upload(artist, 'paper-rockets.mp3');

const email = uniqueEmail('lena');
await createClient(system).auth.register({ email, password, displayName: 'Lena' });

/** A page of Lena, in a browser context of its own: another device. */
async function device(): Promise<{ page: Page; errors: string[] }> {
  const { page } = await openPage(browser, system.webUrl);
  const errors = recordErrors(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Harbour Lights').first().waitFor();
  return { page, errors };
}

const isSounding = async (page: Page): Promise<boolean> => (await readOutput(page)) !== null;

async function hears(page: Page): Promise<void> {
  const check = async (): Promise<void> => {
    if (!(await isSounding(page))) throw new Error('it is silent');
  };
  await poll(check, { withinMs: 15_000, everyMs: 20, what: 'sound' });
}

async function isSilent(page: Page): Promise<void> {
  const check = async (): Promise<void> => {
    if (await isSounding(page)) throw new Error('it sounds');
  };
  await poll(check, { withinMs: 15_000, everyMs: 20, what: 'silence' });
}

const button = (page: Page, name: string | RegExp) =>
  player(page).getByRole('button', { name, exact: typeof name === 'string' });
const heard = (recorded: (OutputReading | null)[]): OutputReading[] =>
  recorded.filter((reading) => reading !== null);

/** The wall clock at an instant of a page's audio clock, of which one reading is known. */
const wallMs = ({ atMs, audioClockMs }: OutputReading, seconds: number): number =>
  atMs + seconds * 1000 - audioClockMs;

interface Seam {
  /** Positive for a gap, negative for an overlap. */
  gapMs: number;
  /** By how much the position of the track jumps from one page to the other. */
  jumpMs: number;
  pressedToHeardMs: number;
}

/** Pictures of a page on a desktop, on a small phone, and there what plays. */
async function picture(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: join(screenshots, `${name}-320.png`) });
  if (size !== null) await page.setViewportSize(size);
}

/** Moves the sound to a page by its button, while the outputs of both are recorded. */
async function moveTo(to: Page, from: Page): Promise<Seam> {
  await button(to, 'Play here').hover();
  const recordings = await Promise.all([from, to].map((page) => recordOutput(page, RECORDING_EVERY_MS)));
  const pressedAtMs = Date.now();
  await button(to, 'Play here').click();
  await hears(to);
  await isSilent(from);
  const [before = [], after = []] = (await Promise.all(recordings.map((end) => end()))).map(heard);
  const [last, first] = [before.at(-1), after[0]];
  if (last === undefined || first === undefined) throw new Error('one of the pages was silent all the time');
  // What the browsers were told is exact; a reading comes late on a busy machine.
  const [left, taken] = await Promise.all([from, to].map(async (page) => (await playedSources(page)).at(-1)));
  const endMs = wallMs(last, left?.endSeconds ?? 0);
  const startMs = wallMs(first, taken?.startSeconds ?? 0);
  return {
    gapMs: startMs - endMs,
    jumpMs: originOf(first) - originOf(last),
    pressedToHeardMs: startMs - pressedAtMs,
  };
}

const laptop = await device();
await laptop.page.getByRole('button', { name: 'Play Harbour Lights', exact: true }).first().click();
await hears(laptop.page);

t.test('the sound moves between two pages of a user, without a gap', async (t) => {
  const phone = await device();
  await button(phone.page, /^Playing on Chrome/).waitFor();
  t.notOk(await isSounding(phone.page), 'the new page is a silent remote');
  await picture(phone.page, 'remote');
  t.ok(await isSounding(laptop.page));
  await button(laptop.page, 'Playing on this device').waitFor();

  await button(phone.page, 'Pause').click();
  await isSilent(laptop.page);
  await button(phone.page, 'Play').click();
  await hears(laptop.page);
  t.notOk(await isSounding(phone.page), 'it controls what the other plays');

  const seams = [await moveTo(phone.page, laptop.page), await moveTo(laptop.page, phone.page)];
  for (const { gapMs, jumpMs, pressedToHeardMs } of seams) {
    t.comment(
      `hand-over: seam ${gapMs.toFixed(1)} ms, jump in the track ${jumpMs.toFixed(1)} ms, ${pressedToHeardMs.toFixed(0)} ms from the press to the sound`,
    );
    t.ok(Math.abs(gapMs) <= LONGEST_SEAM_MS, `the seam is at most ${LONGEST_SEAM_MS} ms`);
    t.ok(Math.abs(jumpMs) <= LONGEST_SEAM_MS, 'the track goes on where it was');
  }

  await phone.page.getByRole('button', { name: 'Play Paper Rockets', exact: true }).first().click();
  await player(laptop.page).getByText('Paper Rockets').waitFor();
  await hears(laptop.page);
  t.notOk(await isSounding(phone.page), 'what is chosen on the remote sounds where the music does');

  await button(phone.page, /^Playing on/).click();
  await phone.page.getByRole('menuitem', { name: /^This device/ }).waitFor();
  t.same(await findings(phone.page), []);
  await phone.page.screenshot({ path: join(screenshots, 'playing-on-menu.png') });
  await phone.page.keyboard.press('Enter');
  await hears(phone.page);
  await isSilent(laptop.page);
  t.same([...phone.errors, ...laptop.errors], []);
  await phone.page.context().close();
});

t.test('in a venue the chosen devices sound, and all others are remotes', async (t) => {
  const host = laptop.page;
  // The other device of the test before has left.
  await button(host, 'Play here').click();
  await hears(host);
  const code = await listenTogether(host);
  const guest = await visitor('Gus');
  await openInvitation(guest.page, code);
  await joinRoom(guest.page);
  await hears(guest.page);
  t.ok(await isSounding(host), 'at first both sound');

  await host.getByText('Playing on all devices').click();
  await host.getByRole('switch', { name: 'All devices sound' }).click();
  await isSilent(guest.page);
  t.ok(await isSounding(host));
  await button(guest.page, /^Playing on Chrome/).waitFor();
  t.equal(await button(guest.page, 'Play here').count(), 0, 'a guest does not choose');
  t.equal(await guest.page.getByRole('switch').count(), 0);
  await picture(guest.page, 'venue-guest');
  t.same(await findings(host), []);
  t.same(await findings(guest.page), []);
  await picture(host, 'venue');

  await host.getByRole('switch', { name: /of Gus$/ }).click();
  await hears(guest.page);
  t.ok(await isSounding(host));
  await host.getByRole('switch', { name: /^This device/ }).click();
  await isSilent(host);
  t.ok(await isSounding(guest.page));
  await host.getByRole('switch', { name: /of Gus$/ }).click();
  await host.getByText('One device must sound').waitFor();
  await host.getByRole('button', { name: 'Change its name' }).click();
  await host.getByLabel('Name', { exact: true }).fill('Counter');
  await host.getByRole('button', { name: 'Save' }).click();
  await host.getByRole('switch', { name: 'This device (Counter)' }).click();
  await guest.page.getByText('Playing on 2 devices').first().waitFor();
  await guest.page.locator('.outputs summary').click();
  await guest.page.getByText('Counter of Lena').waitFor();
  await hears(host);
  t.same([...guest.errors, ...laptop.errors], []);
});
