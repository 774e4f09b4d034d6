import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Role } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { captureLog, testBackends, type CapturedLog, type TestBackends } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import { buildApp, type Seams } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { checkReplies } from './replies.ts';

export interface Person {
  id: string;
  sessionId: string;
  name: string;
  authorization: string;
}

export interface Music {
  app: App;
  baseUrl: string;
  storageDir: string;
  backends: TestBackends;
  log: CapturedLog;
  /** Someone signed in, with an id and a session of their own. */
  person(role?: Role, name?: string): Person;
  get(path: string, who?: Person, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, who: Person, body?: unknown): Promise<Response>;
  /** Uploads a form as its sender's own track. */
  upload(form: FormData, who: Person): Promise<Response>;
  close(): Promise<void>;
}

export interface MusicOptions extends Seams {
  env?: Record<string, string>;
  backends?: TestBackends;
}

async function temporaryDirectory(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-music-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The whole service on real servers, listening on a free port; each of its replies is one that the contract allows. */
export async function startMusic(t: Test, options: MusicOptions = {}): Promise<Music> {
  const { env = {}, backends = await testBackends(t), ...seams } = options;
  const storageDir = env['STORAGE_DIR'] ?? (await temporaryDirectory(t));
  const config = readConfig({
    MONGO_URI: backends.mongoUri,
    REDIS_URL: backends.redisUrl,
    AMQP_URL: backends.amqpUrl,
    JWT_SECRET: 'a secret that only the tests of this service know',
    PORT: '0',
    // A test sends in seconds what people send in minutes; those about limits set them.
    UPLOADS_PER_MINUTE: '10000',
    STORAGE_DIR: storageDir,
    ...env,
  });
  const log = captureLog();
  const app = await buildApp(config, {
    logger: log.logger,
    redisKeyPrefix: backends.redisKeyPrefix,
    ...seams,
  });
  checkReplies(t, app);
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  t.teardown(close);
  return { app, baseUrl, storageDir, backends, log, close, ...clientOf(app, baseUrl) };
}

function clientOf(app: App, baseUrl: string) {
  const person = (role: Role = 'listener', name = 'Ada'): Person => {
    const [id, sessionId] = [newId(), newId()];
    const claims = { sub: id, sid: sessionId, role, name, email_verified: true, jti: newId() };
    return { id, sessionId, name, authorization: `Bearer ${app.jwt.sign(claims, { expiresIn: '15m' })}` };
  };
  const authorize = (who: Person | undefined) =>
    who === undefined ? {} : { authorization: who.authorization };
  return {
    person,
    get: (path: string, who?: Person, headers: Record<string, string> = {}) =>
      fetch(baseUrl + path, { headers: { ...authorize(who), ...headers } }),
    send: (method: string, path: string, who: Person, body?: unknown) =>
      fetch(baseUrl + path, {
        method,
        headers: { ...authorize(who), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    upload: (form: FormData, who: Person) =>
      fetch(`${baseUrl}/api/music/create`, { method: 'POST', headers: authorize(who), body: form }),
  };
}
