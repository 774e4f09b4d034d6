import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Role } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { type CapturedLog, captureLog, testBackends, type TestBackends } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import { buildApp, type AppOverrides } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { checkReplies } from './replies.ts';

export interface Person {
  id: string;
  authSessionId: string;
  name: string;
  authorization: string;
}

export interface Music {
  app: App;
  baseUrl: string;
  storageDir: string;
  backends: TestBackends;
  log: CapturedLog;
  /** A new signed-in account, with its own id and auth session. */
  person(role?: Role, name?: string, emailVerified?: boolean): Person;
  get(path: string, who?: Person, headers?: Record<string, string>): Promise<Response>;
  send(
    method: string,
    path: string,
    who: Person,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Uploads a track. */
  upload(form: FormData, who: Person): Promise<Response>;
  close(): Promise<void>;
}

export interface MusicOptions extends AppOverrides {
  env?: Record<string, string>;
  backends?: TestBackends;
}

async function temporaryDirectory(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-music-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts the service on real servers and a free port. Checks each of its replies against the contract. */
export async function startMusic(t: Test, options: MusicOptions = {}): Promise<Music> {
  const { env = {}, backends = await testBackends(t), ...overrides } = options;
  const storageDir = env['STORAGE_DIR'] ?? (await temporaryDirectory(t));
  const config = readConfig({
    MONGO_URI: backends.mongoUri,
    REDIS_URL: backends.redisUrl,
    AMQP_URL: backends.amqpUrl,
    JWT_SECRET: 'a secret that only the tests of this service know',
    PORT: '0',
    // Tests upload far more per minute than users do. The tests of the limits set their own.
    UPLOADS_PER_MINUTE: '10000',
    UPLOADS_AT_ONCE: '1000',
    // The tests of analyses set their own. In others a track would change while it is looked at.
    ANALYSES_AT_ONCE: '0',
    STORAGE_DIR: storageDir,
    ...env,
  });
  const log = captureLog();
  const app = await buildApp(config, {
    logger: log.logger,
    redisKeyPrefix: backends.redisKeyPrefix,
    ...overrides,
  });
  checkReplies(t, app);
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  t.teardown(close);
  return { app, baseUrl, storageDir, backends, log, close, ...clientOf(app, baseUrl) };
}

function clientOf(app: App, baseUrl: string) {
  const person = (role: Role = 'listener', name = 'Ada', emailVerified = true): Person => {
    const [id, authSessionId] = [newId(), newId()];
    const claims = { sub: id, sid: authSessionId, role, name, email_verified: emailVerified, jti: newId() };
    return { id, authSessionId, name, authorization: `Bearer ${app.jwt.sign(claims, { expiresIn: '15m' })}` };
  };
  const authorize = (who: Person | undefined) =>
    who === undefined ? {} : { authorization: who.authorization };
  return {
    person,
    get: (path: string, who?: Person, headers: Record<string, string> = {}) =>
      fetch(baseUrl + path, { headers: { ...authorize(who), ...headers } }),
    send: (method: string, path: string, who: Person, body?: unknown, headers: Record<string, string> = {}) =>
      fetch(baseUrl + path, {
        method,
        headers: {
          ...authorize(who),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    upload: (form: FormData, who: Person) =>
      fetch(`${baseUrl}/api/music/create`, { method: 'POST', headers: authorize(who), body: form }),
  };
}
