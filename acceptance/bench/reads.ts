// Answers of JSON, to the same bytes from bare Fastify and from what people usually build.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { Redis } from 'ioredis';
import { bearer } from '../system/http.ts';
import { startBaseline } from './baseline.ts';
import type { Bench, Contest, Contestant, Row } from './contest.ts';
import { requestsPerSecond } from './http-load.ts';
import { signedIn } from './library.ts';

const FIGURE = 'requests/s';
const BARE = 'bare Fastify';
const FASTIFY = 'Fastify + jwt + Redis';
const EXPRESS = 'Express + jsonwebtoken + Redis';

interface Answer {
  url: string;
  headers: Record<string, string>;
  etag: string;
  body: string;
}

/** Asks the product once, as its load will. */
async function answerOf(url: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { headers });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return { url, headers, etag: response.headers.get('etag') ?? '', body: await response.text() };
}

function contestant(
  name: string,
  target: Parameters<typeof requestsPerSecond>[0],
  seconds: number,
): Contestant {
  return { name, measure: async () => ({ [FIGURE]: await requestsPerSecond(target, seconds) }) };
}

/** Bare Fastify with the same bytes. */
async function bareFastify(bench: Bench, body: string): Promise<string> {
  const file = join(bench.system.dataDir!, 'answer.json');
  writeFileSync(file, body);
  return (await startBaseline(bench, 'bare-fastify', file)).url;
}

/** A row that compares one answer with bare Fastify alone. */
function toBareFastify(ratio: number, ask: (bench: Bench) => Promise<Answer>): Row {
  return async (bench): Promise<Contest> => {
    const { url, headers, body } = await ask(bench);
    const bare = await bareFastify(bench, body);
    return {
      ours: contestant('Downbeat', { url, headers }, bench.turnSeconds),
      baselines: [contestant(BARE, { url: bare, headers }, bench.turnSeconds)],
      aims: [{ figure: FIGURE, better: 'higher', against: BARE, ratio }],
    };
  };
}

async function askList({ system, library }: Bench): Promise<Answer> {
  const { listener } = await library();
  return answerOf(`${system.musicUrl}/api/music/get?limit=20`, await signedIn(listener));
}

/** The page of twenty tracks, signed in, from the cache. */
export const list: Row = async (bench) => {
  const { local } = bench.system;
  const { url, headers, body } = await askList(bench);
  const redis = new Redis(local!.backing.redis);
  await redis.set('bench:page', body);
  await redis.quit();
  const secret = local!.secrets.jwtSecret;
  const usual = [secret, local!.backing.redis, 'bench:page'];
  const token = jsonwebtoken.sign({ sub: 'listener' }, secret, { expiresIn: '1h' });
  const [bare, fastify, express] = await Promise.all([
    bareFastify(bench, body),
    startBaseline(bench, 'fastify-jwt-redis', ...usual),
    startBaseline(bench, 'express-jsonwebtoken-redis', ...usual),
  ]);
  const seconds = bench.turnSeconds;
  return {
    ours: contestant('Downbeat', { url, headers }, seconds),
    baselines: [
      contestant(BARE, { url: bare, headers }, seconds),
      contestant(FASTIFY, { url: fastify.url, headers: bearer(token) }, seconds),
      contestant(EXPRESS, { url: express.url, headers: bearer(token) }, seconds),
    ],
    aims: [
      { figure: FIGURE, better: 'higher', against: BARE, ratio: 0.6 },
      { figure: FIGURE, better: 'higher', against: FASTIFY, ratio: 1.5 },
      { figure: FIGURE, better: 'higher', against: EXPRESS, ratio: 5 },
    ],
  };
};

/** The same page for a client that has it. */
export const unchanged: Row = async (bench) => {
  const { url, headers, etag, body } = await askList(bench);
  const bare = await bareFastify(bench, body);
  const ask = (to: string, tag: string) => ({
    url: to,
    headers: { ...headers, 'if-none-match': tag },
    status: 304,
  });
  return {
    ours: contestant('Downbeat', ask(url, etag), bench.turnSeconds),
    baselines: [contestant(BARE, ask(bare, '"bare"'), bench.turnSeconds)],
    aims: [{ figure: FIGURE, better: 'higher', against: BARE, ratio: 0.8 }],
  };
};

export const track: Row = toBareFastify(0.5, async ({ system, library }) => {
  const { listener, trackIds } = await library();
  return answerOf(`${system.musicUrl}/api/music/tracks/${trackIds[0]}`, await signedIn(listener));
});

const PLAYLIST_ITEMS = 100;
const SMOKE_ITEMS = 3;

export const playlist: Row = toBareFastify(0.5, async ({ system, library, isSmoke }) => {
  const { listener, trackIds } = await library();
  const { id: playlistId } = await listener.music.createPlaylist({ name: 'Evening' });
  for (let n = 0; n < (isSmoke ? SMOKE_ITEMS : PLAYLIST_ITEMS); n += 1)
    await listener.music.addPlaylistItem({ playlistId, trackId: trackIds[n % trackIds.length]! });
  return answerOf(`${system.musicUrl}/api/music/playlists/${playlistId}`, await signedIn(listener));
});
