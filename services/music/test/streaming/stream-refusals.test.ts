import { newId } from '@downbeat/shared/ids';
import { createRevocationList } from '@downbeat/shared/revocation';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { startWithTrack } from './streaming-fixture.ts';

let now = Date.now();
const { music, artist, track, path } = await startWithTrack(t, { now: () => now });

t.test('refuses unsigned, forged and unknown URLs', async (t) => {
  const refusal = (code: string, title: string) => ({ status: 401, code, title, instance: path });
  const unsigned = refusal('UNAUTHENTICATED', 'Sign in first');
  await sameProblem(t, await music.get(path), unsigned);
  const forged = refusal('SIGNATURE_INVALID', 'The signature of this URL is not valid');
  const query = new URL(track.streamUrl, music.baseUrl).searchParams;
  const expires = Number(query.get('expires'));
  for (const [name, value] of [
    ['signature', `${query.get('signature')?.slice(0, -1) ?? ''}~`],
    ['signature', 'A'.repeat(43)],
    ['signature', ''],
    ['sid', newId()],
    ['expires', '99999999999'],
    ['expires', 'never'],
    ['expires', '1e9'],
    // Other spellings of the signed number.
    ...[
      `0x${expires.toString(16)}`,
      `${expires}e0`,
      ` ${expires}`,
      `${expires} `,
      `${expires}.0`,
      `+${expires}`,
    ].map((text) => ['expires', text] as const),
    ['expires', `00000${expires}`],
  ] as const) {
    const changed = new URLSearchParams(query);
    changed.set(name, value);
    await sameProblem(t, await music.get(`${path}?${changed.toString()}`), forged);
  }
  const twice = `${track.streamUrl}&signature=${query.get('signature') ?? ''}`;
  await sameProblem(t, await music.get(twice), forged);
  const unknown = `/api/music/tracks/${newId()}/stream`;
  await sameProblem(t, await music.get(unknown, music.person()), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track',
    instance: unknown,
  });
});

t.test('a URL ends when it expires, and when its auth session ends', async (t) => {
  const reader = music.person();
  const { streamUrl } = (await (await music.get(`/api/music/tracks/${track.id}`, reader)).json()) as Track;
  t.equal((await music.get(streamUrl)).status, 200);
  const { redis, mongo } = music.app;
  // Like auth, from another process.
  const otherProcess = createRevocationList({ redis, db: mongo.db });
  const until = new Date(Date.now() + 60_000);
  await otherProcess.record(reader.authSessionId, until);
  await otherProcess.announce(reader.authSessionId, until);
  const refused = async () => {
    const answer = await music.get(streamUrl);
    return answer.status === 401 ? answer : (await answer.arrayBuffer(), false);
  };
  await sameProblem(t, await waitFor('the end of the auth session', refused, { timeoutMs: 5_000 }), {
    status: 401,
    code: 'SESSION_REVOKED',
    title: 'This sign-in has ended',
    instance: path,
  });
  now += 2 * 3_600_000;
  await sameProblem(t, await music.get(track.streamUrl), {
    status: 401,
    code: 'SIGNATURE_EXPIRED',
    title: 'This URL has expired; ask for a new one',
    instance: path,
  });
  now = Date.now();
});

t.test('answers 503 when the file is missing in storage', async (t) => {
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav'), artist);
  const lost = (await uploaded.json()) as Track;
  const changed = await music.app.mongo.db
    .collection<{ _id: string; audio: { key: string } }>('tracks')
    .findOneAndUpdate({ _id: lost.id }, { $set: { 'audio.key': `${newId()}.wav` } });
  t.ok(changed);
  await sameProblem(t, await music.get(lost.streamUrl), {
    status: 503,
    code: 'STORAGE_UNAVAILABLE',
    title: 'Files cannot be reached at the moment',
    instance: `/api/music/tracks/${lost.id}/stream`,
  });
});
