// Uploads and downloads while the music instances are killed and stopped.
import { readFileSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import type { Downbeat } from '@downbeat/sdk';
import { signedInClient } from '../system/clients.ts';
import { Databases } from './databases.ts';
import { broken, type DrillContext, emptyTally, type Outcome, shuffled } from './drill.ts';
import { musicInternals } from '../system/internals.ts';
import { startLoops } from './load.ts';
import { wavOf } from '../system/wav.ts';
import { type Attempt, download, sha256, upload } from './transfers.ts';

const KILLS = 3;
const STOPS = 2;
const LISTENERS = 3;
/** So long that no socket buffer holds it. */
const TRACK_BYTES = 12_000_000;
const TRACK_SAMPLE_RATE = 48_000;
/** A download takes 7 s: less than an instance may take to stop. */
const BYTES_PER_SECOND = 1_700_000;
const UPLOAD_BYTES = 300_000;
/** Between two twelfths of an upload, which then takes 5 s; a quick one is being committed most of the time. */
const SLOW_GAP_MS = 400;
const AGAIN_LIMIT_MS = 5_000;
const AGAIN_EVERY_MS = 100;
const SWEPT_WITHIN_MS = 60_000;
const ORPHAN_AGE_MS = 25 * 60 * 60 * 1000;

/** Uploads of one artist, one after the other, each at the next instance. */
class Artist {
  readonly tally = { ...emptyTally(), inFlight: 0 };
  readonly attempts: Attempt[] = [];
  /** The SHA-256 of each track that the artist tried to upload, by its title; whether it was acknowledged. */
  readonly tracks = new Map<string, { hash: string; isAcknowledged: boolean }>();
  longestUntilAgainMs = 0;
  readonly stop: () => Promise<void>;
  readonly #client: Downbeat;
  readonly #urls: readonly string[];
  readonly #name: string;
  #turn = 0;
  #failedAtMs: number | null = null;

  constructor(client: Downbeat, urls: readonly string[], name: string, gapMs: number) {
    this.#client = client;
    this.#urls = urls;
    this.#name = name;
    this.stop = startLoops(1, this.tally, async () => this.#upload(this.#failedAtMs === null ? gapMs : 0));
  }

  async #upload(gapMs: number): Promise<boolean> {
    const title = `${this.#name} ${this.#turn}`;
    // Different bytes for each track, so that a mix-up shows.
    const audio = wavOf(Buffer.alloc(UPLOAD_BYTES, title));
    const token = await this.#client.session.accessToken();
    const track = { hash: sha256(audio), isAcknowledged: false };
    this.tracks.set(title, track);
    this.#turn += 1;
    this.tally.attempted += 1;
    const attempt = await upload(
      this.#urls[this.#turn % this.#urls.length]!,
      token!,
      { title, audio },
      gapMs,
    );
    this.attempts.push(attempt);
    if (attempt.outcome !== 'done') {
      this.#failedAtMs ??= attempt.endedMs;
      if (/^[45]/.test(attempt.detail) && attempt.detail !== '503' && attempt.detail !== '409')
        this.tally.unexpected.push(`upload: status ${attempt.detail}`);
      await sleep(AGAIN_EVERY_MS);
      return true;
    }
    track.isAcknowledged = true;
    this.tally.acknowledged += 1;
    if (this.#failedAtMs !== null)
      this.longestUntilAgainMs = Math.max(this.longestUntilAgainMs, attempt.endedMs - this.#failedAtMs);
    this.#failedAtMs = null;
    return true;
  }
}

/** Downloads of one track, over and over, with their resumptions. */
class Listeners {
  readonly tally = { attempted: 0, complete: 0, inFlight: 0 };
  readonly attempts: Attempt[] = [];
  readonly stop: () => Promise<void>;

  constructor(urls: readonly string[], file: { bytes: number; sha256: string }) {
    let turn = 0;
    this.stop = startLoops(LISTENERS, this.tally, async () => {
      this.tally.attempted += 1;
      turn += 1;
      const ordered = turn % 2 === 0 ? urls : urls.toReversed();
      const { attempts, isComplete } = await download(ordered, file, BYTES_PER_SECOND);
      this.attempts.push(...attempts);
      if (isComplete) this.tally.complete += 1;
      return isComplete;
    });
  }
}

/** How many transfers an orderly stop has cut: those that had begun at that instance before its signal. */
function cutByStop(attempts: readonly Attempt[], stops: readonly { url: string; atMs: number }[]): number {
  return attempts.filter(
    ({ outcome, musicUrl, beganMs, endedMs }) =>
      outcome === 'cut' &&
      stops.some(({ url, atMs }) => url === musicUrl && beganMs < atMs && endedMs >= atMs),
  ).length;
}

/** Makes what the kills have left behind as old as what music deletes, restarts music, and counts what stays. */
async function orphansAfterSweep({ system, faults }: DrillContext, databases: Databases): Promise<number> {
  const old = new Date(Date.now() - ORPHAN_AGE_MS);
  const incoming = join(system.dataDir!, 'music/incoming');
  for (const name of readdirSync(incoming)) utimesSync(join(incoming, name), old, old);
  await databases.ageOrphanFiles(old);
  await faults.kill('music');
  const orphans = async (): Promise<number> => {
    const owned = new Set(await databases.trackFiles());
    return (await musicInternals(system)!.storedFiles()).filter((name) => !owned.has(name)).length;
  };
  const swept = async (): Promise<number> => {
    const left = await orphans();
    if (left > 0) throw new Error(`${left} orphan files`);
    return left;
  };
  return poll(swept, { withinMs: SWEPT_WITHIN_MS, what: 'the sweep' }).catch(orphans);
}

/** Compares the stored tracks and their files with what was uploaded. */
async function compareTracks(
  { system }: DrillContext,
  databases: Databases,
  artists: readonly Artist[],
): Promise<{ lost: number; duplicate: number; damaged: number }> {
  const stored = await databases.trackHashes();
  const folder = join(system.dataDir!, 'music');
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => sha256(readFileSync(join(parentPath, name)))),
  );
  const result = { lost: 0, duplicate: 0, damaged: 0 };
  for (const { tracks } of artists) {
    for (const [title, { hash, isAcknowledged }] of tracks) {
      const hashes = stored.get(title) ?? [];
      if (isAcknowledged && hashes.length === 0) result.lost += 1;
      if (hashes.length > 1) result.duplicate += 1;
      if (hashes.some((other) => other !== hash || !files.has(other))) result.damaged += 1;
    }
  }
  return result;
}

async function strikeAll({
  system,
  random,
  faults,
  isShort,
  log,
}: DrillContext): Promise<{ url: string; atMs: number }[]> {
  const programs = [
    { name: 'music', url: system.musicUrl },
    { name: 'music2', url: system.secondMusicUrl },
  ];
  const times = (count: number, signal: 'SIGKILL' | 'SIGTERM') => (program: (typeof programs)[number]) =>
    Array.from({ length: count }, () => ({ ...program, signal }));
  const plan = isShort
    ? [...times(1, 'SIGKILL')(programs[0]!), ...times(1, 'SIGTERM')(programs[1]!)]
    : [...programs.flatMap(times(KILLS, 'SIGKILL')), ...programs.flatMap(times(STOPS, 'SIGTERM'))];
  const stops: { url: string; atMs: number }[] = [];
  for (const { name, url, signal } of shuffled(plan, random)) {
    await sleep(2_000 + random.uniform() * 2_000);
    if (signal === 'SIGTERM') stops.push({ url, atMs: Date.now() });
    await faults.kill(name, signal);
    log(`${name} ${signal}`);
  }
  return stops;
}

export async function uploads(context: DrillContext): Promise<Outcome> {
  const { system, teardown } = context;
  const databases = new Databases(teardown, system);
  const urls = [system.musicUrl, system.secondMusicUrl];
  const owner = await signedInClient(system, 'Ada', 'artist');
  const audio = wavOf(Buffer.alloc(TRACK_BYTES, 'a long track'), TRACK_SAMPLE_RATE);
  const file = new File([new Uint8Array(audio)], 'long.wav');
  const { streamUrl } = await owner.music.createTrack({ audio: file, title: 'Long' });
  const listeners = new Listeners(
    urls.map((url) => new URL(streamUrl, url).href),
    { bytes: audio.length, sha256: sha256(audio) },
  );
  const artists = [
    new Artist(await signedInClient(system, 'Slow', 'artist'), urls, 'slow', SLOW_GAP_MS),
    new Artist(await signedInClient(system, 'Quick', 'artist'), urls, 'quick', 0),
  ];
  const stops = await strikeAll(context);
  await Promise.all([listeners.stop(), ...artists.map(({ stop }) => stop())]);
  const { lost, duplicate, damaged } = await compareTracks(context, databases, artists);
  const orphans = await orphansAfterSweep(context, databases);
  const sum = (value: (artist: Artist) => number): number =>
    artists.reduce((total, artist) => total + value(artist), 0);
  const unexpected = artists.flatMap(({ tally }) => tally.unexpected);
  const figures = {
    downloads: listeners.tally.attempted,
    'downloads incomplete': listeners.tally.attempted - listeners.tally.complete,
    'downloads resumed': listeners.attempts.filter(({ outcome }) => outcome === 'cut').length,
    'downloads cut by a stop': cutByStop(listeners.attempts, stops),
    'uploads cut by a stop': sum(({ attempts }) => cutByStop(attempts, stops)),
    'tracks damaged': damaged,
    orphans,
    'longest until an upload again ms': Math.max(
      ...artists.map(({ longestUntilAgainMs }) => longestUntilAgainMs),
    ),
  };
  const failures = broken({
    'an acknowledged track was lost': lost === 0,
    'a track is there twice': duplicate === 0,
    'a track has no file, or another one': damaged === 0,
    'a file belongs to no track': orphans === 0,
    'a download could not be completed': figures['downloads incomplete'] === 0,
    'a stop cut a transfer': figures['downloads cut by a stop'] + figures['uploads cut by a stop'] === 0,
    'something unexpected happened': unexpected.length === 0,
    [`an artist could not upload for more than ${AGAIN_LIMIT_MS} ms`]:
      figures['longest until an upload again ms'] <= AGAIN_LIMIT_MS,
  });
  return {
    ...{
      attempted: sum(({ tally }) => tally.attempted),
      acknowledged: sum(({ tally }) => tally.acknowledged),
    },
    ...{ lost, duplicate, unexpected, figures, failures },
  };
}
