import { buffer } from 'node:stream/consumers';
import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { Test } from 'tap';
import { parseMultipart, type UploadedFile } from '@downbeat/shared/http';
import { asked, build, listen, problem, problems, tokenOf } from './fixture.ts';

const Stored = Type.Object({
  title: Type.String(),
  year: Type.Optional(Type.Integer()),
  files: Type.Unsafe<{ audio?: string; cover?: string }>({ type: 'object' }),
});

const sendSong = {
  method: 'POST',
  url: '/songs',
  config: {
    operationId: 'sendSong',
    security: [{ bearer: [] }],
    multipart: {
      text: Type.Object(
        {
          title: Type.String({ minLength: 1, maxLength: 20 }),
          year: Type.Optional(Type.Integer({ minimum: 1900 })),
        },
        { additionalProperties: false },
      ),
      files: { audio: { required: true }, cover: { required: false } },
    },
  },
  schema: { operationId: 'sendSong', response: { 201: Stored, ...problems } },
} as const;

/** The largest file that is accepted. */
export const FILE_BYTES = 200_000;

/** The idle limit of a form: longer than a loaded machine takes between two chunks. */
export const IDLE_MS = 3_000;

/** A store in memory that records what was discarded. */
function memory() {
  const kept = new Map<string, Buffer>();
  const failures: unknown[] = [];
  let made = 0;
  const store = async ({ name, filename, mimetype, stream }: UploadedFile): Promise<string> => {
    made += 1;
    const key = `${made}:${name}:${filename}:${mimetype}`;
    try {
      kept.set(key, await buffer(stream));
    } catch (error) {
      failures.push(error);
      throw error;
    }
    return key;
  };
  return { kept, failures, store, discard: async (key: string) => void kept.delete(key) };
}

/** An app that accepts a song as a form; `onFile` replaces its store, `first` runs before the form is read. */
export async function createUploadApp(
  t: Test,
  onFile?: (file: UploadedFile) => Promise<string>,
  first?: (request: FastifyRequest) => Promise<void>,
) {
  const files = memory();
  const arrived = Promise.withResolvers<unknown>();
  const refused = Promise.withResolvers<unknown>();
  const app = await build(t, { sendSong }, (api) => {
    api.addHook('onRequest', async ({ raw }) => void raw.once('end', () => arrived.resolve(undefined)));
    api.route({
      ...sendSong,
      handler: async (request, reply) => {
        await first?.(request);
        const reading = parseMultipart(request, sendSong.config.multipart, {
          limits: { fileBytes: FILE_BYTES, fieldBytes: 1_000, idleMs: IDLE_MS },
          onFile: onFile ?? files.store,
          discard: files.discard,
        });
        reading.catch(refused.resolve);
        const form = await reading;
        return reply.code(201).send({ ...form.text, files: form.files });
      },
    });
  });
  const { url, port } = await listen(app);
  const authorization = `Bearer ${tokenOf(app)}`;
  const send = async (
    form: FormData | string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => {
    const reply = await fetch(`${url}/songs`, {
      method: 'POST',
      headers: { ...asked, authorization, ...headers },
      body: form,
    });
    return { status: reply.status, body: (await reply.json()) as object };
  };
  return { send, files, port, authorization, url, arrived: arrived.promise, refused: refused.promise };
}

export const file = (bytes: number | string, type = 'audio/mpeg') =>
  new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type });

export function form(...parts: [name: string, value: string | Blob, filename?: string][]): FormData {
  const data = new FormData();
  for (const [name, value, filename] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, filename ?? name);
  }
  return data;
}

/** The whole problem for a form with these errors. */
export const invalid = (...faults: [field: string, message: string][]) =>
  problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/songs', {
    errors: faults.map(([field, message]) => ({ in: 'form', field, message })),
  });
