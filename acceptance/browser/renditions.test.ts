// Tracks that the browser cannot play as they were uploaded, and what it hears of each encoding.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { poll } from '@downbeat/deploy/poll';
import { libraryOf } from '@downbeat/sdk/library';
import type { Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { readOutput } from './sound.ts';
import { createVisitors, openPlaylist, player } from './visitor.ts';

const SECONDS = 8.0123;
const TONE = `aevalsrc='0.25*sin(2*PI*997*t)+0.2*sin(2*PI*61*t)|0.25*sin(2*PI*997*t)':s=44100:d=${SECONDS}`;
const ALAC = ['-c:a', 'alac', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov'];
const MP2 = ['-c:a', 'mp2', '-b:a', '384k', '-f', 'mp2'];

/** A file that ffmpeg makes; `make test` finds or downloads it. */
async function toneFile(name: string, args: readonly string[]): Promise<File> {
  const program = process.env['TEST_FFMPEG_PATH'] ?? 'ffmpeg';
  const options = { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 } as const;
  const input = ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', TONE];
  const { stdout } = await promisify(execFile)(program, [...input, ...args, '-'], options);
  return new File([new Uint8Array(stdout)], name);
}

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
await upload(artist, 'harbour-lights.mp3');

async function encoded(name: string, args: readonly string[], title: string) {
  const track = await artist.music.createTrack({ audio: await toneFile(name, args), title });
  const library = libraryOf(artist);
  await poll(
    async () => {
      const { renditions } = await library.getTrackAnalysis({ trackId: track.id });
      if (renditions.state !== 'done') throw new Error(`the renditions are ${renditions.state}`);
    },
    { withinMs: 90_000, everyMs: 200, what: 'the renditions' },
  );
  return track;
}

/** What the browser decodes of a file, at the rate of the original: its length, its peak, and its first second. */
function decoded(page: Page, url: string) {
  return page.evaluate(async (from) => {
    const response = await fetch(from);
    const context = new OfflineAudioContext(2, 1, 44_100);
    const audio = await context.decodeAudioData(await response.arrayBuffer());
    const samples = audio.getChannelData(0);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const rendition = response.headers.get('x-rendition');
    return { rendition, length: audio.length, peak, begin: [...samples.subarray(0, 44_100)] };
  }, url);
}

/** By how many samples the second of two recordings of the same sound is late. */
function delayBetween(first: readonly number[], second: readonly number[]): number {
  const MAX = 60;
  const products = Array.from({ length: 2 * MAX + 1 }, (_, index) => {
    const delay = index - MAX;
    let sum = 0;
    for (let at = 10_000; at < 40_000; at += 1) sum += (first[at] ?? 0) * (second[at + delay] ?? 0);
    return sum;
  });
  return products.indexOf(Math.max(...products)) - MAX;
}

const alac = await encoded('tone.m4a', ALAC, 'Lossless');

await t.test('plays what Chromium cannot decode', async (t) => {
  const mp2 = await encoded('tone.mp2', MP2, 'Layer Two');
  for (const [visitorName, track] of [
    ['Noa', alac],
    ['Mia', mp2],
  ] as const) {
    const name = track.title;
    const { page, client, errors } = await visitor(visitorName);
    await t.rejects(decoded(page, artist.mediaUrl(track.streamUrl, { formats: ['raw'] })), /decode/, name);
    await openPlaylist(page, client, name, [track.id]);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await player(page).getByRole('button', { name: 'Pause' }).waitFor();
    await poll(
      async () => {
        if ((await readOutput(page)) === null) throw new Error('silence');
      },
      { withinMs: 20_000, everyMs: 50, what: `the sound of ${name}` },
    );
    t.same(errors, []);
  }
});

await t.test('decodes the same samples at the same time from each encoding', async (t) => {
  const { page } = await visitor('Pia');
  const wav = await encoded('tone.wav', ['-c:a', 'pcm_s16le', '-f', 'wav'], 'As it was');
  const original = await decoded(page, artist.mediaUrl(wav.streamUrl));
  t.match(original, { rendition: 'original', length: Math.floor(SECONDS * 44_100) });
  for (const [rendition, wish] of [
    ['opus-160', { formats: ['opus'] }],
    ['opus-96', { maxBitRate: 96 }],
    ['aac-128', { formats: ['aac'] }],
  ] as const)
    for (const track of [wav, alac]) {
      const url = artist.mediaUrl(track.streamUrl, wish);
      const answer = await poll(
        async () => {
          const got = await decoded(page, url);
          if (got.rendition !== rendition) throw new Error(`it is ${got.rendition}`);
          return got;
        },
        { withinMs: 90_000, everyMs: 500, what: rendition },
      );
      t.ok(answer.peak > 0.3, `${rendition} of ${track.title}: sound`);
      const longer = answer.length - original.length;
      t.ok(Math.abs(longer) <= 2, `${rendition} of ${track.title}: ${longer} samples longer`);
      t.equal(delayBetween(original.begin, answer.begin), 0, `${rendition} of ${track.title}: no delay`);
    }
});
