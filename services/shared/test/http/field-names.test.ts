import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { parseMultipart } from '@downbeat/shared/http';
import { asked, build, listen, problem, problems } from './fixture.ts';

const Note = Type.Object(
  { text: Type.String(), tags: Type.Optional(Type.Record(Type.String(), Type.Integer())) },
  { additionalProperties: false },
);

const addNote = {
  method: 'POST',
  url: '/notes',
  config: { operationId: 'addNote', security: [] },
  schema: { operationId: 'addNote', body: Note, response: { 204: Type.Null(), ...problems } },
} as const;

const multipart = {
  text: Type.Object({ text: Type.String() }, { additionalProperties: false }),
  files: { image: { required: false } },
};

const sendNote = {
  method: 'POST',
  url: '/forms',
  config: { operationId: 'sendNote', security: [], multipart },
  schema: { operationId: 'sendNote', response: { 204: Type.Null(), ...problems } },
} as const;

/** Sends a body and returns the problem of the answer. */
async function sender(t: Test) {
  const app = await build(t, { addNote, sendNote }, (api) => {
    api.route({ ...addNote, handler: async (_request, reply) => reply.code(204).send(null) });
    api.route({
      ...sendNote,
      handler: async (request, reply) => {
        const onFile = async (): Promise<never> => Promise.reject(new Error('no file is expected here'));
        const handlers = { limits: { fileBytes: 10 }, onFile, discard: async () => undefined };
        await parseMultipart(request, multipart, handlers);
        return reply.code(204).send(null);
      },
    });
  });
  const { url } = await listen(app);
  return async (path: string, type: string, body: string): Promise<unknown> => {
    const headers = { ...asked, 'content-type': type };
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body })).json();
  };
}

const invalid = (where: string, fault: object) =>
  problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', where, { errors: [fault] });

void t.test('cuts the name of an unknown field to its first hundred characters', async (t) => {
  const send = await sender(t);
  const json = (body: object) => send('/notes', 'application/json', JSON.stringify(body));
  const cut = (field: string, message: string) => invalid('/notes', { in: 'body', field, message });
  const [long, music] = ['k'.repeat(60_000), '𝄞'.repeat(15_000)];
  t.strictSame(
    await json({ text: '', [long]: 1 }),
    cut(`${'k'.repeat(100)}…`, 'is not known here'),
    'a surplus key',
  );
  t.strictSame(
    await json({ text: '', [music]: 1 }),
    cut(`${'𝄞'.repeat(100)}…`, 'is not known here'),
    'whole characters',
  );
  t.strictSame(
    await json({ text: '', tags: { [long]: 'x' } }),
    cut(`tags.${'k'.repeat(95)}…`, 'must be a whole number'),
    'a key on the way to a value',
  );
  t.strictSame(
    await json({ text: '', ['k'.repeat(100)]: 1 }),
    cut('k'.repeat(100), 'is not known here'),
    'one that just fits',
  );
});

const part = (disposition: string) =>
  `--x\r\ncontent-disposition: form-data${disposition}\r\n\r\nvalue\r\n--x--\r\n`;

void t.test('the name of a form’s part is cut too, and a part without a name is refused', async (t) => {
  const send = await sender(t);
  const form = (disposition: string) => send('/forms', 'multipart/form-data; boundary=x', part(disposition));
  const fault = (field: string, message: string) => invalid('/forms', { in: 'form', field, message });
  const long = 'n'.repeat(60_000);
  const cut = `${'n'.repeat(100)}…`;
  t.match(await form(`; name="${long}"`), {
    code: 'VALIDATION_FAILED',
    errors: [
      { in: 'form', field: 'text', message: 'is required' },
      { in: 'form', field: cut, message: 'is not known here' },
    ],
  });
  t.strictSame(
    await form(`; name="${long}"; filename="a"`),
    fault(cut, 'is not a file known here'),
    'of a file',
  );
  for (const nameless of ['', '; filename="a"', '; name=""', '; name=""; filename="a"']) {
    t.strictSame(await form(nameless), fault('', 'has a part without a name'), nameless);
  }
});
