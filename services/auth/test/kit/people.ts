import { randomBytes, randomInt } from 'node:crypto';
import type { App } from '@downbeat/shared/http';
import { assertReply } from '@downbeat/shared/test-kit';
import type { LightMyRequestResponse as Response } from 'fastify';
import { type AuthSession, type Registration } from '../../src/generated/schemas.gen.ts';
import { operations } from '../../src/generated/operations.gen.ts';

export type OperationName = keyof typeof operations;

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: Record<string, string>;
  /** The peer's; another one each time unless given, so that tests do not slow each other down. */
  readonly address?: string;
}

const anyAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** Calls an operation of the contract; the answer is one that the contract allows. */
export const call = async (app: App, name: OperationName, options: CallOptions = {}): Promise<Response> => {
  const { body, query, token, cookies, address = anyAddress() } = options;
  const operation = operations[name];
  const json = body === undefined ? {} : { payload: JSON.stringify(body) };
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...options.headers,
  };
  const answer = await app.inject({
    method: operation.method,
    url: operation.url,
    remoteAddress: address,
    headers,
    ...json,
    ...(query && { query }),
    ...(cookies && { cookies }),
  });
  assertReply(operation, answer);
  return answer;
};

/** A registration that no other test has. */
export const someone = (fields: Partial<Registration> = {}): Registration => ({
  email: `someone-${randomBytes(6).toString('hex')}@example.com`,
  password: 'quietly turning copper kettles',
  displayName: 'Ada',
  ...fields,
});

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly session: AuthSession;
}

export const enrol = async (app: App, fields: Partial<Registration> = {}): Promise<Person> => {
  const registration = someone(fields);
  const answer = await call(app, 'register', { body: registration });
  if (answer.statusCode !== 201) throw new Error(`register answered ${answer.statusCode}: ${answer.body}`);
  const { email, password } = registration;
  return { email, password, session: answer.json<AuthSession>() };
};

export const signIn = async (
  app: App,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<AuthSession> => {
  const answer = await call(app, 'login', { body: { email, password } });
  if (answer.statusCode !== 200) throw new Error(`login answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<AuthSession>();
};
