import { gzipSync } from 'node:zlib';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { createJsonApp } from './json-fixture.ts';
import { asked, build, listen, problem, problems } from './fixture.ts';
import { file, form, createUploadApp } from './upload-fixture.ts';

const encoded = (path: string) =>
  problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', path, {
    detail: 'Send the body without Content-Encoding',
  });

const cup = { name: 'ab', kind: 'mug' };
const json = { ...asked, 'content-type': 'application/json' };

void t.test('a body that is compressed, or labelled so, is 415', async (t) => {
  const { app } = await createJsonApp(t);
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
  const { send, files } = await createUploadApp(t);
  const song = form(['title', 'Blue'], ['audio', file('sound')]);
  const reply = await send(song, { 'content-encoding': 'gzip' });
  t.strictSame(reply, { status: 415, body: encoded('/songs') });
  t.equal(files.kept.size, 0);
});

void t.test('Content-Encoding identity is accepted, and a request without a body may have any', async (t) => {
  const { app } = await createJsonApp(t);
  const payload = JSON.stringify(cup);
  for (const coding of ['identity', 'Identity', '']) {
    const headers = { ...json, 'content-encoding': coding };
    const made = await app.inject({ method: 'POST', url: '/cups', headers, payload });
    t.strictSame(made.json(), cup, coding);
  }
  const read = await app.inject({ url: '/cups/1', headers: { 'content-encoding': 'gzip' } });
  t.equal(read.statusCode, 200);
});

const signOut = {
  method: 'POST',
  url: '/sign-out',
  config: { operationId: 'signOut', security: [] },
  schema: {
    operationId: 'signOut',
    response: { 204: Type.Unsafe<undefined>({ type: 'null' }), ...problems },
  },
} as const;

const sendForm = {
  method: 'POST',
  url: '/forms',
  config: {
    operationId: 'sendForm',
    security: [],
    multipart: { text: Type.Object({}), files: {} },
  },
  schema: signOut.schema,
} as const;

async function doors(t: Test) {
  const app = await build(t, { signOut, sendForm }, (api) => {
    api.route({ ...signOut, handler: async (_request, reply) => reply.code(204).send() });
    api.route({ ...sendForm, handler: async (_request, reply) => reply.code(204).send() });
  });
  return listen(app);
}

void t.test('an empty body is accepted where the contract has none, with any content type', async (t) => {
  const { url } = await doors(t);
  for (const type of ['application/json', 'multipart/form-data', 'text/plain', 'nonsense']) {
    const init = { method: 'POST', headers: { 'content-type': type }, body: '' };
    t.equal((await fetch(`${url}/sign-out`, init)).status, 204, type);
  }
  const chunked = { method: 'POST', headers: json, body: new Blob([]).stream(), duplex: 'half' } as const;
  t.equal((await fetch(`${url}/sign-out`, chunked)).status, 204, 'nor does a chunked one have to say so');
});

void t.test('a body that is not empty is checked as usual', async (t) => {
  const { url } = await doors(t);
  const send = async (path: string, type: string, body: string) => {
    const reply = await fetch(url + path, {
      method: 'POST',
      headers: { ...asked, 'content-type': type },
      body,
    });
    return reply.json();
  };
  t.strictSame(
    await send('/sign-out', 'application/json', '{'),
    problem(400, 'MALFORMED_JSON', 'The body is not valid JSON', '/sign-out'),
  );
  const media = (path: string, detail: string) =>
    problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', path, { detail });
  t.strictSame(await send('/sign-out', 'text/plain', 'x'), media('/sign-out', 'Send no body'));
  t.strictSame(
    await send('/forms', 'application/json', ''),
    media('/forms', 'Send content-type: multipart/form-data'),
  );
});

void t.test('a body that is not UTF-8 is refused', async (t) => {
  const { app } = await createJsonApp(t);
  const head = Buffer.from('{"name":"');
  const tail = Buffer.from('","kind":"mug"}');
  for (const bytes of [[0xe4, 0xf6], [0xff], [0xc3], [0xed, 0xa0, 0x80]]) {
    const payload = Buffer.concat([head, Buffer.from(bytes), tail]);
    const headers = { ...asked, 'content-type': 'application/json' };
    const reply = await app.inject({ method: 'POST', url: '/cups', headers, payload });
    t.strictSame(
      reply.json(),
      problem(400, 'MALFORMED_JSON', 'The body is not valid JSON', '/cups', {
        detail: 'JSON is UTF-8 (RFC 8259, 8.1)',
      }),
    );
  }
});
