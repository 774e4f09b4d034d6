import { randomBytes, randomInt } from 'node:crypto';
import type { App } from '@downbeat/shared/http';
import { assertReply } from '@downbeat/shared/test-kit';
import type { LightMyRequestResponse as Response } from 'fastify';
import { operations } from '../../src/generated/operations.gen.ts';
import type { AuthSession, Registration } from '../../src/generated/schemas.gen.ts';

export type OperationName = keyof typeof operations;

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: Record<string, string>;
  /** The IP of the client. By default a random one for each call, so that tests do not use up a shared limit. */
  readonly ip?: string;
}

const randomIp = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** Calls an operation of the contract and asserts that the contract allows the response. */
export const call = async (app: App, name: OperationName, options: CallOptions = {}): Promise<Response> => {
  const { body, query, token, cookies, ip = randomIp() } = options;
  const operation = operations[name];
  const response = await app.inject({
    method: operation.method,
    url: operation.url,
    remoteAddress: ip,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    ...(query && { query }),
    ...(cookies && { cookies }),
  });
  assertReply(operation, response);
  return response;
};

/** A valid registration with a random e-mail address. */
export const newRegistration = (fields: Partial<Registration> = {}): Registration => ({
  email: `user-${randomBytes(6).toString('hex')}@example.com`,
  password: 'quietly turning copper kettles',
  displayName: 'Ada',
  ...fields,
});

export interface RegisteredUser {
  readonly email: string;
  readonly password: string;
  readonly session: AuthSession;
}

export const registerUser = async (app: App, fields: Partial<Registration> = {}): Promise<RegisteredUser> => {
  const registration = newRegistration(fields);
  const response = await call(app, 'register', { body: registration });
  if (response.statusCode !== 201)
    throw new Error(`register answered ${response.statusCode}: ${response.body}`);
  const { email, password } = registration;
  return { email, password, session: response.json<AuthSession>() };
};

export const logIn = async (
  app: App,
  { email, password }: Pick<RegisteredUser, 'email' | 'password'>,
): Promise<AuthSession> => {
  const response = await call(app, 'login', { body: { email, password } });
  if (response.statusCode !== 200) throw new Error(`login answered ${response.statusCode}: ${response.body}`);
  return response.json<AuthSession>();
};
