import type { App } from '@downbeat/shared/http';
import { createLogger } from '@downbeat/shared/logging';
import { makeSealKeys } from '@downbeat/shared/seal-keys';
import { seal } from '@downbeat/shared/sealing';
import { testBackends, type TestBackends, waitFor } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import { type AppOverrides, buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { mailCollection } from '../../src/mails/repository.ts';
import type { MailRow } from '../../src/mails/mail.ts';

const keys = makeSealKeys();

export const jwtSecret = 'for these tests only, thirty-two bytes and more';

/** Encrypts a code as auth does. */
export const sealCode = (code: string): Promise<string> => seal(keys.publicKey, code);

export interface LogEntry {
  level: string;
  msg: string;
  [key: string]: unknown;
}

export interface Fixture {
  app: App;
  backends: TestBackends;
  environment: Record<string, string>;
  logs: LogEntry[];
  rows: () => Promise<MailRow[]>;
}

export type FixtureOptions = AppOverrides & { env?: Record<string, string>; backends?: TestBackends };

/** The environment of a notification service on test servers, with short retry delays. */
export function environmentOf(
  { mongoUri, redisUrl, amqpUrl }: TestBackends,
  smtpUrl: string,
): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    MONGO_URI: mongoUri,
    REDIS_URL: redisUrl,
    AMQP_URL: amqpUrl,
    JWT_SECRET: jwtSecret,
    SMTP_URL: smtpUrl,
    MAIL_SEAL_PRIVATE_KEY: keys.privateKey,
    MAIL_FROM: 'Downbeat <no-reply@downbeat.example>',
    WEB_ORIGIN: 'https://listen.example',
    MAIL_POLL_MS: '50',
    MAIL_RETRY_BASE_MS: '20',
    MAIL_RETRY_CAP_MS: '200',
    MAIL_SEND_TIMEOUT_MS: '15000',
    MAIL_LEASE_MS: '20000',
  };
}

/** Starts the whole service without listening, and collects its log. */
export async function startApp(t: Test, smtpUrl: string, options: FixtureOptions = {}): Promise<Fixture> {
  const { env, backends = await testBackends(t), ...overrides } = options;
  const environment = { ...environmentOf(backends, smtpUrl), ...env };
  const logs: LogEntry[] = [];
  const write = (line: string) => void logs.push(JSON.parse(line) as LogEntry);
  const logger = createLogger('notification', { LOG_LEVEL: 'trace' }, { write });
  const app = await buildApp(readConfig(environment), logger, overrides);
  t.teardown(() => app.close());
  await app.ready();
  const subscribed = () => logs.filter(({ msg }) => msg === 'subscribed').length === 3;
  if (backends.amqpUrl !== '') await waitFor('all consumers', subscribed);
  const rows = () => mailCollection(app.mongo.db).find().sort({ _id: 1 }).toArray();
  return { app, backends, environment, logs, rows };
}
