import t from 'tap';
import { JWT_SECRET, build } from '../kit/build.ts';
import { call, registerUser } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { claimsOf, forge, without } from '../kit/tokens.ts';

const { app } = await build(t);
const instance = '/api/auth/me';
const { session } = await registerUser(app);
const claims = claimsOf(session.accessToken);
const header = { alg: 'HS256', typ: 'JWT' };
const getMe = (token: string) => call(app, 'getMe', { token });

t.test('issues the claims that every service reads', async (t) => {
  t.strictSame(claims, {
    iss: 'downbeat',
    aud: 'downbeat-api',
    sub: session.user.id,
    sid: claims.sid,
    role: 'listener',
    name: 'Ada',
    email_verified: false,
    jti: claims.jti,
    iat: claims.iat,
    exp: claims.iat + 900,
  });
  t.equal(
    (await getMe(forge(header, claims, JWT_SECRET))).statusCode,
    200,
    'a correctly signed token is accepted',
  );
});

t.test('refuses alg none in any spelling', async (t) => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'HS256 ', 'hs256']) {
    for (const key of [null, JWT_SECRET]) {
      assertProblem(t, await getMe(forge({ ...header, alg }, claims, key)), {
        ...problems.invalidToken,
        instance,
      });
    }
  }
});

t.test('refuses other algorithms, other keys and keys from the header', async (t) => {
  const tokens = [
    forge({ ...header, alg: 'HS512' }, claims, JWT_SECRET, 'sha512'),
    forge({ ...header, alg: 'RS256' }, claims, JWT_SECRET),
    forge(header, claims, 'another secret'),
    forge(header, claims, ''),
    forge({ ...header, kid: '../../dev/null' }, claims, ''),
    forge({ ...header, jwk: { kty: 'oct', k: 'AA' } }, claims, '\0'),
    forge({ ...header, jku: 'http://127.0.0.1:9/keys' }, claims, 'x'),
  ];
  for (const token of tokens) {
    assertProblem(t, await getMe(token), { ...problems.invalidToken, instance });
  }
});

t.test('refuses another audience or issuer and missing claims', async (t) => {
  const others = [
    { ...claims, aud: 'another-api' },
    { ...claims, aud: ['another-api'] },
    { ...claims, iss: 'https://accounts.google.com' },
    { ...claims, role: 'root' },
    { ...claims, sub: { $ne: null } },
    { ...claims, nbf: claims.iat + 3600 },
    without(claims, 'aud'),
    without(claims, 'exp'),
    without(claims, 'sid'),
    without(claims, 'jti'),
  ];
  for (const other of others) {
    const answer = await getMe(forge(header, other, JWT_SECRET));
    assertProblem(t, answer, { ...problems.invalidToken, instance });
  }
});

t.test('answers TOKEN_EXPIRED for an expired token', async (t) => {
  const expired = forge(header, { ...claims, iat: claims.iat - 1000, exp: claims.iat - 1 }, JWT_SECRET);
  assertProblem(t, await getMe(expired), { ...problems.tokenExpired, instance });
});

t.test('refuses a token with any byte changed', async (t) => {
  const token = session.accessToken;
  t.equal((await getMe(token)).statusCode, 200);
  for (let at = 0; at < token.length; at += 7) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    t.equal((await getMe(changed)).statusCode, 401, `byte ${at}`);
  }
});

t.test('accepts access tokens only, and only in the header', async (t) => {
  assertProblem(t, await getMe(session.refreshToken), { ...problems.invalidToken, instance });
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    `Basic ${session.accessToken}`,
    session.accessToken,
  ]) {
    const answer = await call(app, 'getMe', { headers: { authorization } });
    t.equal(answer.statusCode, 401, authorization);
  }
  const inTheUrl = await app.inject({ url: `${instance}?access_token=${session.accessToken}` });
  t.equal(inTheUrl.statusCode, 401);
});
