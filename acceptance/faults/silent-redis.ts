// One music instance whose wake-up connection to Redis goes silent, without an end of the connection.
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { Downbeat, DownbeatError } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { startFaultProxy } from '@downbeat/shared/test-kit';
import { signedInClient, upload } from '../system/clients.ts';
import { startSkewedMusic } from '../system/skewed-music.ts';
import { broken, type DrillContext, emptyTally, type Outcome } from './drill.ts';

/** What a client of Redis sends on its wake-up connection alone. */
const SUBSCRIBES = 'subscribe';
const OPEN_LIMIT_MS = 6_000;
const TOLD_LIMIT_MS = 10_000;
const SILENT_MS = 15_000;
const SHORT_SILENT_MS = 8_000;
const GIVE_UP_MS = 20_000;
const ROUNDS = 3;

async function isReady(musicUrl: string): Promise<boolean> {
  const response = await fetch(`${musicUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
  return ((await response.json()) as { status: string }).status === 'ok';
}

/** Milliseconds until /readyz gives this answer; Infinity when it does not within the time. */
async function untilReady(musicUrl: string, wanted: boolean, withinMs: number): Promise<number> {
  const beganMs = performance.now();
  const attempt = async (): Promise<number> => {
    if ((await isReady(musicUrl)) !== wanted) throw new Error('not yet');
    return performance.now() - beganMs;
  };
  return poll(attempt, { withinMs, everyMs: 50, what: '/readyz' }).catch(() => Infinity);
}

/** Opens new rooms until one is open; its time in milliseconds, or Infinity. */
async function untilRoomOpens(artist: Downbeat, trackId: string, unexpected: string[]): Promise<number> {
  const beganMs = performance.now();
  const attempt = async (): Promise<number> => {
    const { id } = await artist.music.createSession({ trackIds: [trackId] });
    const player = new SimulatedPlayer({ clock: performanceClock });
    const room = await artist.listen(id, { player, deviceId: crypto.randomUUID() });
    room.close();
    return performance.now() - beganMs;
  };
  return poll(attempt, { withinMs: GIVE_UP_MS, everyMs: 1_000, what: 'a new room' }).catch(
    (error: unknown) => {
      const { cause } = error as { cause?: unknown };
      unexpected.push(cause instanceof DownbeatError ? `${cause.code}: ${cause.message}` : String(cause));
      return Infinity;
    },
  );
}

export async function silentRedis(context: DrillContext): Promise<Outcome> {
  const { system, teardown, random, isShort } = context;
  const { ports, backing } = system.local!;
  const proxy = await startFaultProxy(teardown, backing.redis);
  const skew = { port: ports.music + 20, offsetSeconds: 0, driftPpm: 0, redisUrl: proxy.url };
  const musicUrl = await startSkewedMusic(teardown, system, skew);
  const artist = await signedInClient(system, 'Ada', 'artist', { musicUrl });
  const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
  const tally = emptyTally();
  const open = async (): Promise<number> => {
    tally.attempted += 1;
    const tookMs = await untilRoomOpens(artist, trackId, tally.unexpected);
    if (tookMs < Infinity) tally.acknowledged += 1;
    return tookMs;
  };
  let slowestMs = 0;
  // The first room makes the instance subscribe.
  for (let round = 0; round <= (isShort ? 1 : ROUNDS); round += 1) {
    slowestMs = Math.max(slowestMs, await open());
    await sleep(random.uniform() * 1_000);
    // The connection that is open now, and no later one.
    proxy.silence(SUBSCRIBES);
    proxy.endSilence();
  }
  slowestMs = Math.max(slowestMs, await open());
  // All connections, until Redis can be reached again.
  proxy.silence(SUBSCRIBES);
  const [toldMs] = await Promise.all([
    untilReady(musicUrl, false, isShort ? SHORT_SILENT_MS : SILENT_MS),
    sleep(isShort ? SHORT_SILENT_MS : SILENT_MS),
  ]);
  proxy.endSilence();
  const [backMs, afterMs] = await Promise.all([untilReady(musicUrl, true, GIVE_UP_MS), open()]);
  slowestMs = Math.max(slowestMs, afterMs);
  const figures = {
    'slowest new room ms': Math.round(slowestMs),
    'told after ms': Math.round(toldMs),
    'back after ms': Math.round(backMs),
  };
  const failures = broken({
    [`a new room took more than ${OPEN_LIMIT_MS} ms`]: slowestMs <= OPEN_LIMIT_MS,
    [`/readyz did not tell it within ${TOLD_LIMIT_MS} ms`]: toldMs <= TOLD_LIMIT_MS,
    [`/readyz was not back within ${OPEN_LIMIT_MS} ms`]: backMs <= OPEN_LIMIT_MS,
    'something unexpected happened': tally.unexpected.length === 0,
  });
  return { ...tally, figures, failures };
}
