// Composes the demo tracks: `node deploy/demo/compose/main.ts` (needs ffmpeg; the results are committed).
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawCover } from './cover.ts';
import { encode } from './encode.ts';
import { sampleRate } from './envelope.ts';
import type { Song } from './song.ts';
import { copperKettle } from './songs/copper-kettle.ts';
import { glassStairs } from './songs/glass-stairs.ts';
import { harbourLights } from './songs/harbour-lights.ts';
import { nightBus } from './songs/night-bus.ts';
import { paperRockets } from './songs/paper-rockets.ts';
import { slowTide } from './songs/slow-tide.ts';
import { toWav } from './wav.ts';

const songs = [harbourLights, glassStairs, copperKettle, nightBus, slowTide, paperRockets];
const target = join(import.meta.dirname, '../tracks');

async function produce(song: Song, scratch: string) {
  const file = `${song.slug}.${song.format}`;
  const mix = song.perform();
  await encode(song, { wav: toWav(mix), cover: await drawCover(song) }, scratch, join(target, file));
  const bytes = await readFile(join(target, file));
  const { title, artist, album, genre, year, trackNumber } = song;
  const durationMs = Math.round((mix.left.length / sampleRate) * 1000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`${file}: ${(durationMs / 1000).toFixed(1)} s, ${Math.round(bytes.length / 1024)} KiB`);
  return { file, title, artist, album, genre, year, trackNumber, durationMs, bytes: bytes.length, sha256 };
}

const scratch = await mkdtemp(join(tmpdir(), 'downbeat-compose-'));
try {
  const tracks = [];
  for (const song of songs) tracks.push(await produce(song, scratch));
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify({ tracks }, null, 2)}\n`);
} finally {
  await rm(scratch, { recursive: true });
}
