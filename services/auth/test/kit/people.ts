import { randomBytes } from 'node:crypto';
import type { App } from '@downbeat/shared/http';
import type { AuthSession, Registration } from '../../src/generated/schemas.gen.ts';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly session: AuthSession;
}

/** A registration that no other test has. */
export const someone = (fields: Partial<Registration> = {}): Registration => ({
  email: `someone-${randomBytes(6).toString('hex')}@example.com`,
  password: 'quietly turning copper kettles',
  displayName: 'Ada',
  ...fields,
});

export const post = (app: App, path: string, payload?: object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/auth/${path}`,
    headers,
    ...(payload !== undefined && { payload }),
  });

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

export const enrol = async (app: App, fields: Partial<Registration> = {}): Promise<Person> => {
  const registration = someone(fields);
  const response = await post(app, 'register', registration);
  if (response.statusCode !== 201)
    throw new Error(`registration answered ${response.statusCode}: ${response.body}`);
  return {
    email: registration.email,
    password: registration.password,
    session: response.json<AuthSession>(),
  };
};
