import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import t, { type Test } from 'tap';
import { Type } from '@sinclair/typebox';
import type { App } from '@downbeat/shared/http';
import { waitFor } from '../../test-kit/index.ts';
import { JWT_SECRET, asked, build, problem, problems, tokenOf } from './fixture.ts';

const getMe = {
  method: 'GET',
  url: '/me',
  config: { operationId: 'getMe', security: [{ bearer: [] }] },
  schema: { operationId: 'getMe', response: { 200: Type.Object({}), ...problems } },
} as const;

const start = (tap: Test): Promise<App> =>
  build(tap, { getMe }, (api) => {
    api.route({
      ...getMe,
      handler: async ({ principal }) => ({
        ...principal,
        tokenExpiresAt: principal?.tokenExpiresAt.toISOString().slice(0, 4),
      }),
    });
  });

const ask = (app: App, authorization: string) =>
  app.inject({ url: '/me', headers: { ...asked, authorization } });

const invalid = problem(401, 'UNAUTHENTICATED', 'Sign in first', '/me', {
  detail: 'The access token is not valid',
});

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const claims = {
  iss: 'downbeat',
  aud: 'downbeat-api',
  sub: 'u1',
  sid: 's1',
  role: 'listener',
  name: 'Lis',
  email_verified: true,
  jti: 'j1',
  iat: 1,
  exp: 4_000_000_000,
};

function forge(header: object, body: object = claims, key: string = JWT_SECRET): string {
  const signed = `${base64url(header)}.${base64url(body)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** The same bytes: the last of the 43 characters has two unused bits. */
function respelt(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) + 1]!;
}

void t.test('a valid token identifies the caller', async (t) => {
  const app = await start(t);
  const reply = await ask(
    app,
    `Bearer ${tokenOf(app, { role: 'artist', email_verified: false }, { expiresIn: '1m' })}`,
  );
  t.equal(reply.statusCode, 200);
  t.strictSame(reply.json(), {
    userId: 'u1',
    authSessionId: 's1',
    role: 'artist',
    displayName: 'Lis',
    emailVerified: false,
    tokenExpiresAt: String(new Date().getFullYear()),
  });
  t.equal(
    (await ask(app, `Bearer ${forge({ alg: 'HS256', typ: 'JWT' })}`)).statusCode,
    200,
    'the forge forges well',
  );
});

void t.test('an expired token and a revoked auth session have their own codes', async (t) => {
  const app = await start(t);
  const expired = await ask(app, `Bearer ${forge({ alg: 'HS256' }, { ...claims, exp: 1_000_000 })}`);
  t.equal(expired.headers['www-authenticate'], 'Bearer realm="downbeat", error="invalid_token"');
  t.strictSame(expired.json(), problem(401, 'TOKEN_EXPIRED', 'The access token has expired', '/me'));
  const revoked = await ask(app, `Bearer ${tokenOf(app, { sid: 'revoked' })}`);
  t.strictSame(revoked.json(), problem(401, 'SESSION_REVOKED', 'This sign-in has ended', '/me'));
});

void t.test('a token that was accepted a moment ago ends at its own expiry', async (t) => {
  const app = await start(t);
  const authorization = `Bearer ${tokenOf(app, {}, { expiresIn: '2s' })}`;
  t.equal((await ask(app, authorization)).statusCode, 200);
  const code = async () => (await ask(app, authorization)).json<{ code?: string }>().code;
  const refused = await waitFor('the expiry', code, { timeoutMs: 4_000 });
  t.equal(refused, 'TOKEN_EXPIRED');
});

void t.test('other algorithms, foreign keys and hostile headers are 401', async (t) => {
  const app = await start(t);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const rsa = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  const none = (alg: string) => `${base64url({ alg })}.${base64url(claims)}.`;
  const tokens = {
    none: none('none'),
    None: none('None'),
    NONE: none('NONE'),
    'none with a signature': forge({ alg: 'none' }),
    'signed with a public key': forge({ alg: 'HS256' }, claims, pem),
    RS256: rsa,
    'RS256 in name only': forge({ alg: 'RS256' }),
    HS512: forge({ alg: 'HS512' }),
    'another secret': forge({ alg: 'HS256' }, claims, 'x'.repeat(32)),
    'an empty secret': forge({ alg: 'HS256' }, claims, ''),
    'an unknown key': forge({ alg: 'HS256', kid: 'k1' }),
    'an empty key id': forge({ alg: 'HS256', kid: '' }),
    'a key id of nothing': forge({ alg: 'HS256', kid: null }),
    'a hostile key id': forge({ alg: 'HS256', kid: "../../dev/null' OR 1" }),
    'a signature spelt otherwise': respelt(forge({ alg: 'HS256' })),
    'not a token': 'a.b.c',
    'two parts': 'a.b',
  };
  for (const [name, token] of Object.entries(tokens)) {
    const reply = await ask(app, `Bearer ${token}`);
    t.strictSame(reply.json(), invalid, name);
  }
  const detail = 'The Authorization header must be "Bearer", a space, and the access token';
  for (const header of ['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', forge({ alg: 'HS256' })]) {
    t.strictSame((await ask(app, header)).json(), { ...invalid, detail }, header);
  }
});

void t.test('token headers that name a key are refused', async (t) => {
  const app = await start(t);
  for (const header of [
    { jku: 'http://127.0.0.1:1/keys' },
    { x5u: 'http://127.0.0.1:1/cert' },
    { jwk: { kty: 'oct', k: 'AA' } },
  ]) {
    t.equal(
      (await ask(app, `Bearer ${forge({ alg: 'HS256', ...header })}`)).statusCode,
      200,
      JSON.stringify(header),
    );
    const wrong = forge({ alg: 'HS256', ...header }, claims, 'AA');
    t.strictSame((await ask(app, `Bearer ${wrong}`)).json(), invalid);
  }
});

void t.test('every claim is required', async (t) => {
  const app = await start(t);
  const now = Math.floor(Date.now() / 1000);
  const wrong = {
    iss: { iss: 'elsewhere' },
    aud: { aud: 'another-api' },
    'no iss': { iss: undefined },
    'no aud': { aud: undefined },
    'no exp': { exp: undefined },
    'no sid': { sid: undefined },
    'no sub': { sub: undefined },
    'no jti': { jti: undefined },
    'an unknown role': { role: 'root' },
    'a role that is a list': { role: ['admin'] },
    'not yet valid': { nbf: now + 3600 },
    'email_verified that is text': { email_verified: 'true' },
  };
  for (const [name, change] of Object.entries(wrong)) {
    const reply = await ask(app, `Bearer ${forge({ alg: 'HS256' }, { ...claims, ...change })}`);
    t.strictSame(reply.json(), invalid, name);
  }
});

void t.test('a token that differs in one byte is refused', async (t) => {
  const app = await start(t);
  const good = forge({ alg: 'HS256' });
  t.equal((await ask(app, `Bearer ${good}`)).statusCode, 200);
  const end = good.length - 1; // The last character of base64url has bits that mean nothing.
  await fc.assert(
    fc.asyncProperty(
      fc.nat(end - 1),
      fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_'),
      async (at, character) => {
        fc.pre(good[at] !== character);
        const changed = good.slice(0, at) + character + good.slice(at + 1);
        return (await ask(app, `Bearer ${changed}`)).statusCode === 401;
      },
    ),
    { numRuns: 150 },
  );
  t.equal((await ask(app, `Bearer ${good}`)).statusCode, 200);
});
