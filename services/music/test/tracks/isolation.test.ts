// Two readers ask for the same cached answers at the same time; each gets the URLs of its own auth session.
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';

const REQUESTS = 10_000;
const AT_ONCE = 50;

t.test('10,000 parallel requests of two users get no answer of the other', async (t) => {
  const music = await startMusic(t);
  const artist = music.person('artist', 'Nadia');
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav', { title: 'Ünder the sea' }), artist);
  const { id } = (await uploaded.json()) as Track;
  const readers = [music.person(), music.person()];
  const paths = ['/api/music/get?limit=20', `/api/music/tracks/${id}`];
  let next = 0;
  let foreign = 0;
  /** On a machine that is too busy, a request may be answered 503 and is then asked again. */
  async function answer(path: string, { authorization }: Person): Promise<string> {
    for (;;) {
      const response = await fetch(music.baseUrl + path, { headers: { authorization } });
      const text = await response.text();
      if (response.status === 200) return text;
      if (response.status !== 503) throw new Error(`${path} was answered ${response.status}: ${text}`);
    }
  }
  async function ask(): Promise<void> {
    for (let n = next++; n < REQUESTS; n = next++) {
      const [reader, other] = n % 2 === 0 ? readers : readers.toReversed();
      const text = await answer(paths[(n >> 1) % 2]!, reader!);
      if (!text.includes(reader!.authSessionId) || text.includes(other!.authSessionId)) foreign += 1;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  t.equal(foreign, 0);
});
