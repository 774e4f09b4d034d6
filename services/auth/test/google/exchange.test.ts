import { randomBytes } from 'node:crypto';
import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { codeChallengeOf } from '../../src/google/sign-in.ts';
import { build } from '../kit/build.ts';
import { exchange, startProvider, signInAtGoogle } from '../kit/google.ts';
import { call } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';

const provider = await startProvider(t);
const { app } = await build(t, provider.env);
const instance = '/api/auth/google/exchange';
const refused = { ...problems.exchangeInvalid, instance };
const email = `${randomBytes(6).toString('hex')}@example.com`;
provider.claims = { sub: 'grace', email };
const sessions = () => app.mongo.db.collection('sessions').countDocuments();

// The example of RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const another = 'A'.repeat(43);

t.test('computes the challenge of RFC 7636, appendix B', async (t) => {
  t.equal(codeChallengeOf(verifier), challenge);
});

t.test('refuses a code with a challenge unless the verifier comes with it', async (t) => {
  const before = await sessions();
  const { code } = await signInAtGoogle(app, { code_challenge: challenge, code_challenge_method: 'S256' });
  assertProblem(t, await exchange(app, code), refused);
  assertProblem(t, await exchange(app, code, another), refused);
  assertProblem(t, await exchange(app, code, challenge), refused);
  t.equal(await sessions(), before);

  const answer = await exchange(app, code, verifier);
  t.equal(answer.statusCode, 200, 'the refused attempts did not use it up');
  t.equal(answer.json<AuthSession>().user.email, email);
  assertProblem(t, await exchange(app, code, verifier), refused);
  t.equal(await sessions(), before + 1);
});

t.test('refuses a code without challenge from a client that sends a verifier', async (t) => {
  const { code } = await signInAtGoogle(app);
  assertProblem(t, await exchange(app, code, verifier), refused);
  t.equal((await exchange(app, code)).statusCode, 200);
});

t.test('refuses the verifier of another sign-in of the same user', async (t) => {
  const [mine, theirs] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const first = await signInAtGoogle(app, { code_challenge: codeChallengeOf(mine) });
  await signInAtGoogle(app, { code_challenge: codeChallengeOf(theirs) });
  assertProblem(t, await exchange(app, first['code'], theirs), refused);
  t.equal((await exchange(app, first['code'], mine)).statusCode, 200);
});

t.test('refuses malformed challenges and verifiers', async (t) => {
  const rule = { in: 'query', field: 'code_challenge', message: 'must match: 43 characters of base64url.' };
  for (const code_challenge of ['', 'short', `${challenge}=`, 'é'.repeat(43)]) {
    const answer = await call(app, 'startGoogle', { query: { code_challenge } });
    assertProblem(t, answer, { ...problems.validation, instance: '/api/auth/google', errors: [rule] });
  }
  const plain = await call(app, 'startGoogle', {
    query: { code_challenge: challenge, code_challenge_method: 'plain' },
  });
  assertProblem(t, plain, {
    ...problems.validation,
    instance: '/api/auth/google',
    errors: [{ in: 'query', field: 'code_challenge_method', message: 'must be one of S256' }],
  });
  const message = 'must match: 43 to 128 letters, digits or any of -._~ (RFC 7636, 4.1).';
  for (const codeVerifier of ['', 'short', 'v'.repeat(129), `${verifier}+`]) {
    const answer = await exchange(app, another, codeVerifier);
    const errors = [{ in: 'body', field: 'codeVerifier', message }];
    assertProblem(t, answer, { ...problems.validation, instance, errors });
  }
});
