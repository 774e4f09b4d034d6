import { gzipSync } from 'node:zlib';
import t from 'tap';
import { cups } from './cups.ts';
import { asked, problem } from './fixture.ts';
import { file, form, songs } from './songs.ts';

const encoded = (path: string) =>
  problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', path, {
    detail: 'A body is taken without any Content-Encoding',
  });

const cup = { name: 'ab', kind: 'mug' };
const json = { ...asked, 'content-type': 'application/json' };

void t.test('a body that is compressed, or labelled so, is 415', async (t) => {
  const { app } = await cups(t);
  for (const [coding, payload] of [
    ['gzip', gzipSync(JSON.stringify(cup))],
    ['gzip', JSON.stringify(cup)],
    ['identity, br', JSON.stringify(cup)],
    ['nonsense', JSON.stringify(cup)],
  ] as const) {
    const headers = { ...json, 'content-encoding': coding };
    const reply = await app.inject({ method: 'POST', url: '/cups', headers, payload });
    t.equal(reply.statusCode, 415, coding);
    t.equal(reply.headers['accept-encoding'], 'identity');
    t.strictSame(reply.json(), encoded('/cups'));
  }
});

void t.test('a form that is labelled as compressed is 415 too', async (t) => {
  const { send, files } = await songs(t);
  const song = form(['title', 'Blue'], ['audio', file('sound')]);
  const reply = await send(song, { 'content-encoding': 'gzip' });
  t.strictSame(reply, { status: 415, body: encoded('/songs') });
  t.equal(files.kept.size, 0);
});

void t.test('a body that says it is not compressed is taken, and no body has no coding', async (t) => {
  const { app } = await cups(t);
  const payload = JSON.stringify(cup);
  for (const coding of ['identity', 'Identity', '']) {
    const headers = { ...json, 'content-encoding': coding };
    const made = await app.inject({ method: 'POST', url: '/cups', headers, payload });
    t.strictSame(made.json(), cup, coding);
  }
  const read = await app.inject({ url: '/cups/1', headers: { 'content-encoding': 'gzip' } });
  t.equal(read.statusCode, 200);
});
