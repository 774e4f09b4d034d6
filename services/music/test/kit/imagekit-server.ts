import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import multipart from '@fastify/multipart';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Test } from 'tap';

interface StoredFile {
  fileId: string;
  name: string;
  bytes: Buffer;
}

export interface ImageKitServer {
  url: string;
  privateKey: string;
  files: Map<string, StoredFile>;
  /** The most uploads at the same time. */
  maxParallelUploads: number;
  /** The failure to simulate. */
  fault:
    | 'none'
    | 'refuse-upload'
    | 'upload-without-id'
    | 'ignore-range'
    | 'refuse-read'
    | 'break-read'
    | 'redirect-read'
    | 'list-a-page'
    | 'list-an-object'
    | 'refuse-delete';
  /** Delays uploads until it resolves. */
  uploadBarrier: Promise<unknown>;
}

const PRIVATE_KEY = 'private_for_tests';

/** HMAC-SHA1 of the path and the expiry: https://imagekit.io/docs/media-delivery-basic-security#signed-urls. */
function isSigned(request: FastifyRequest): boolean {
  const url = new URL(request.url, 'http://localhost');
  const expiry = url.searchParams.get('ik-t') ?? '';
  const given = url.searchParams.get('ik-s');
  url.searchParams.delete('ik-t');
  url.searchParams.delete('ik-s');
  const path = `${url.pathname.replace('/id/', '')}${url.search}`;
  const expected = createHmac('sha1', PRIVATE_KEY)
    .update(path + expiry)
    .digest('hex');
  return given === expected && Number(expiry) * 1000 > Date.now();
}

function isAuthorized(request: FastifyRequest): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${PRIVATE_KEY}:`).toString('base64')}`;
}

function sendRange(reply: FastifyReply, bytes: Buffer, range: string | undefined) {
  const match = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
  if (!match) return reply.send(bytes);
  const [start, end] = [Number(match[1]), Number(match[2])];
  return reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${bytes.length}`)
    .send(bytes.subarray(start, end + 1));
}

/** A server with the parts of ImageKit's upload, delivery and management API that the service uses. */
export async function startImageKit(t: Test): Promise<ImageKitServer> {
  const app = fastify();
  await app.register(multipart, { limits: { fileSize: 100 * 1024 * 1024 } });
  const files = new Map<string, StoredFile>();
  const state: ImageKitServer = {
    url: '',
    privateKey: PRIVATE_KEY,
    files,
    maxParallelUploads: 0,
    fault: 'none',
    uploadBarrier: Promise.resolve(),
  };
  let uploads = 0;

  app.post('/api/v1/files/upload', async (request, reply) => {
    if (!isAuthorized(request))
      return reply.code(401).send({ message: 'Your account cannot be authenticated.' });
    uploads += 1;
    state.maxParallelUploads = Math.max(state.maxParallelUploads, uploads);
    const fields: Record<string, unknown> = {};
    let bytes: Buffer = Buffer.alloc(0);
    for await (const part of request.parts()) {
      if (part.type === 'file') bytes = await part.toBuffer();
      else fields[part.fieldname] = part.value;
    }
    await state.uploadBarrier;
    uploads -= 1;
    if (state.fault === 'refuse-upload')
      return reply.code(500).send({ message: 'Something went wrong', help: '' });
    const complete = fields['isPrivateFile'] === 'true' && fields['useUniqueFileName'] === 'false';
    if (!complete) return reply.code(400).send({ message: 'Unexpected fields' });
    const file = { fileId: randomUUID().replaceAll('-', ''), name: String(fields['fileName']), bytes };
    files.set(file.name, file);
    if (state.fault === 'upload-without-id') return { message: 'Thank you' };
    const filePath = `${String(fields['folder'])}/${file.name}`;
    return { fileId: file.fileId, name: file.name, size: bytes.length, filePath, url: state.url + filePath };
  });

  const deliver = async (request: FastifyRequest<{ Params: { name: string } }>, reply: FastifyReply) => {
    if (state.fault === 'refuse-read') return reply.code(500).send();
    if (!isSigned(request)) return reply.code(401).send();
    const file = files.get(request.params.name);
    if (file === undefined) return reply.code(404).send();
    if (state.fault === 'redirect-read') return reply.redirect('http://169.254.169.254/latest/meta-data');
    if (state.fault === 'break-read') {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-length': file.bytes.length });
      reply.raw.write(file.bytes.subarray(0, file.bytes.length / 2), () => reply.raw.destroy());
      return reply;
    }
    return sendRange(reply, file.bytes, state.fault === 'ignore-range' ? undefined : request.headers.range);
  };
  app.get('/id/downbeat/:name', deliver);
  // An image without optimisation; find-my-way reads `::` as a colon.
  app.get('/id/tr::orig-true/downbeat/:name', deliver);

  app.get<{ Querystring: { searchQuery: string } }>('/v1/files', async (request, reply) => {
    if (!isAuthorized(request)) return reply.code(401).send();
    if (state.fault === 'list-a-page') return reply.type('text/html').send('<p>Sign in');
    if (state.fault === 'list-an-object') return { message: 'Too busy' };
    const name = /^name = "(.*)"$/.exec(request.query.searchQuery)?.[1] ?? '';
    const file = files.get(name);
    return file === undefined ? [] : [{ fileId: file.fileId, name: file.name, type: 'file' }];
  });

  app.delete<{ Params: { fileId: string } }>('/v1/files/:fileId', async (request, reply) => {
    if (!isAuthorized(request)) return reply.code(401).send();
    if (state.fault === 'refuse-delete') return reply.code(500).send();
    const file = [...files.values()].find(({ fileId }) => fileId === request.params.fileId);
    if (file === undefined) return reply.code(404).send({ message: 'The requested file does not exist.' });
    files.delete(file.name);
    return reply.code(204).send();
  });

  await app.ready();
  app.server.listen(0, '127.0.0.1');
  await once(app.server, 'listening');
  state.url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  t.teardown(() => app.close());
  return state;
}
