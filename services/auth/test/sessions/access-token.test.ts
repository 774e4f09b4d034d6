import t from 'tap';
import { JWT_SECRET, build } from '../kit/build.ts';
import { call, enrol } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';
import { claimsOf, forge } from '../kit/tokens.ts';
import { without } from '../kit/without.ts';

const { app } = await build(t);
const instance = '/api/auth/me';
const { session } = await enrol(app);
const claims = claimsOf(session.accessToken);
const header = { alg: 'HS256', typ: 'JWT' };
const getMe = (token: string) => call(app, 'getMe', { token });

t.test('the claims are those that every service reads', async (t) => {
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
  t.equal((await getMe(forge(header, claims, JWT_SECRET))).statusCode, 200, 'the forge forges well');
});

t.test('no algorithm is none, in any spelling', async (t) => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'HS256 ', 'hs256']) {
    for (const key of [null, JWT_SECRET]) {
      isProblem(t, await getMe(forge({ ...header, alg }, claims, key)), {
        ...problems.invalidToken,
        instance,
      });
    }
  }
});

t.test('no other algorithm, no other key, no key of the header', async (t) => {
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
    isProblem(t, await getMe(token), { ...problems.invalidToken, instance });
  }
});

t.test('no foreign audience or issuer, no missing claim', async (t) => {
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
    isProblem(t, answer, { ...problems.invalidToken, instance });
  }
});

t.test('an expired token says so, for a client to refresh', async (t) => {
  const expired = forge(header, { ...claims, iat: claims.iat - 1000, exp: claims.iat - 1 }, JWT_SECRET);
  isProblem(t, await getMe(expired), { ...problems.tokenExpired, instance });
});

t.test('a changed byte anywhere is another token', async (t) => {
  const token = session.accessToken;
  t.equal((await getMe(token)).statusCode, 200);
  for (let at = 0; at < token.length; at += 7) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    t.equal((await getMe(changed)).statusCode, 401, `byte ${at}`);
  }
});

t.test('no other secret opens a door', async (t) => {
  isProblem(t, await getMe(session.refreshToken), { ...problems.invalidToken, instance });
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
