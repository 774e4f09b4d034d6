// Clients that do not read an archive, leave, or ask for many at once; and a file that vanishes on the way.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { filesBelow } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { uploadSilence } from './kit.ts';

/** More than the network keeps between a server and a client that does not read. */
const LONG_SECONDS = 2_000;
const music = await startMusic(t, { env: { DOWNLOADS_AT_ONCE: '1', DOWNLOADS_PER_MINUTE: '1000' } });
const artist = music.person('artist', 'Ada');
const long = await uploadSilence(music, artist, {
  seconds: LONG_SECONDS,
  title: 'Long',
  album: 'Mine',
  trackNumber: 1,
});
const before = new Set(await filesBelow(music.storageDir));
await uploadSilence(music, artist, { seconds: 3, title: 'Short', album: 'Mine', trackNumber: 2 });
const [shortFile] = (await filesBelow(music.storageDir)).filter((path) => !before.has(path));
const pathOf = ({ albumId }: Track) => `/api/music/albums/${albumId}/download`;

/** Begins a download and reads nothing of it. */
async function begin({ authorization }: Person): Promise<IncomingMessage> {
  const asked = request(music.baseUrl + pathOf(long), { headers: { authorization }, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  t.equal(answer.statusCode, 200);
  return answer;
}

t.test('an account downloads as many at once as it may; one that leaves makes room', async (t) => {
  const [reader, other] = [music.person(), music.person()];
  const unread = await begin(reader);
  const refused = await music.get(pathOf(long), reader);
  t.equal(refused.headers.get('retry-after'), '5');
  t.match(await refused.json(), { status: 429, code: 'RATE_LIMITED', detail: /At most 1 downloads at once/ });
  t.equal((await music.send('HEAD', pathOf(long), reader)).status, 200, 'HEAD needs no room');
  const others = await begin(other);
  others.destroy();
  unread.destroy();
  await waitFor('room for another download', async () => {
    const answer = await music.get(pathOf(long), reader);
    await answer.body?.cancel();
    return answer.status === 200;
  });
});

t.test('a file that vanishes on the way cuts the connection', async (t) => {
  const answer = await begin(music.person());
  await rm(shortFile!);
  let received = 0;
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  const [error] = (await once(answer, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ECONNRESET');
  t.ok(received >= long.bytes && received < Number(answer.headers['content-length']), `${received} bytes`);
  await waitFor('the reason in the log', async () =>
    music.log.lines.some((line) => JSON.stringify(line).includes('is missing')),
  );
});
