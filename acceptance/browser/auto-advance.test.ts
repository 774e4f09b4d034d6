// The server moves the queue on: real Chromium pages play three short tracks, the owner leaves, and the sound of each
// change is measured at the audio output.
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { signedInClient } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { apartMs, playedSources, readOutput, recordOutput } from './sound.ts';
import {
  createVisitors,
  join,
  listenTogether,
  openInvitation,
  openPlaylist,
  pause,
  player,
  room,
} from './visitor.ts';

const TRACK_SECONDS = 8;
const TITLES = ['Harbour Lights', 'Paper Rockets', 'Slow Tide'];
const MAX_GAP_MS = 50;
const UNISON_MS = 20;
const RECORDING_EVERY_MS = 25;

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
const trackIds: string[] = [];
for (const [index, title] of TITLES.entries()) {
  const audio = new File([tone(220 * (index + 2))], `${title}.wav`, { type: 'audio/wav' });
  trackIds.push((await artist.music.createTrack({ audio, title })).id);
}

/** A sine tone as a WAV file: 16 bits, mono, 44.1 kHz. */
function tone(frequencyHz: number): Buffer<ArrayBuffer> {
  const sampleRate = 44_100;
  const wav = Buffer.alloc(44 + TRACK_SECONDS * sampleRate * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(wav.length - 44, 40);
  for (let sample = 0; sample < TRACK_SECONDS * sampleRate; sample += 1) {
    const value = Math.sin((2 * Math.PI * frequencyHz * sample) / sampleRate);
    wav.writeInt16LE(Math.round(value * 8000), 44 + sample * 2);
  }
  return wav;
}

async function waitForTitle(page: Page, title: string): Promise<void> {
  await player(page).locator('.now').getByText(title).waitFor({ timeout: 20_000 });
}

/** Asserts that the last two sources of a page followed each other without a gap. */
async function hasNoGap(t: Test, name: string, page: Page, sources: number): Promise<void> {
  const played = await playedSources(page);
  t.equal(played.length, sources, `${name} started each track once`);
  const [before, after] = played.slice(-2);
  const gapMs = (after!.startSeconds - before!.endSeconds) * 1000;
  t.comment(`${name}: ${gapMs.toFixed(2)} ms from the end of one track to the start of the next`);
  t.ok(Math.abs(gapMs) <= MAX_GAP_MS, `gap of ${gapMs.toFixed(2)} ms`);
}

const owner = await visitor('Olga');
const guest = await visitor('Gus');
const pages = [owner.page, guest.page];
let stopRecording: Awaited<ReturnType<typeof recordOutput>>;

await t.test('plays the next track at both pages, in unison and without a gap', async (t) => {
  await openPlaylist(owner.page, owner.client, 'Three', trackIds);
  await owner.page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(owner.page);
  const code = await listenTogether(owner.page);
  await openInvitation(guest.page, code);
  await join(guest.page);
  const alreadyPlayed = (await playedSources(owner.page)).length;
  await room(guest.page).getByRole('list', { name: 'Members' }).getByText('Olga').waitFor();
  await player(owner.page).getByRole('button', { name: 'Play', exact: true }).click();
  await poll(() => apartMs(pages), { withinMs: 15_000, everyMs: 50, what: 'sound at both pages' });
  stopRecording = await recordOutput(guest.page, RECORDING_EVERY_MS);
  await Promise.all(pages.map((page) => waitForTitle(page, TITLES[1]!)));
  await hasNoGap(t, 'the owner', owner.page, alreadyPlayed + 2);
  await hasNoGap(t, 'the guest', guest.page, 2);
  const apart = await poll(() => apartMs(pages), {
    withinMs: 2000,
    everyMs: 50,
    what: 'sound at both pages',
  });
  t.comment(`the pages are ${apart.toFixed(2)} ms apart`);
  t.ok(apart < UNISON_MS, `apart by ${apart.toFixed(2)} ms`);
});

await t.test('goes on to the end of the queue after the owner has closed the page', async (t) => {
  await owner.page.close();
  await waitForTitle(guest.page, TITLES[2]!);
  await hasNoGap(t, 'the guest', guest.page, 3);
  const third = async (): Promise<void> => {
    if ((await readOutput(guest.page))?.source !== 2) throw new Error('the third track does not sound yet');
  };
  await poll(third, { withinMs: 2000, everyMs: 50, what: 'the third track at the output' });
  const recorded = await stopRecording();
  t.equal(recorded.filter((reading) => reading === null).length, 0, 'the guest was never silent');
  t.same(
    [...new Set(recorded.map((reading) => reading?.source))],
    [0, 1, 2],
    'the recording covers both changes',
  );
  const silent = async (): Promise<void> => {
    if ((await readOutput(guest.page)) !== null) throw new Error('still sounding');
  };
  await poll(silent, { withinMs: (TRACK_SECONDS + 5) * 1000, what: 'silence at the end of the queue' });
  await player(guest.page).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await waitForTitle(guest.page, TITLES[2]!);
  t.equal((await playedSources(guest.page)).length, 3, 'nothing was started after the end');
  t.same([owner.errors, guest.errors], [[], []], 'no errors in any console');
});
