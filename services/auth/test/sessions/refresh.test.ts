import t from 'tap';
import { DAY_MS, SECOND_MS } from '../../src/clock.ts';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, logIn, registerUser } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';
import { claimsOf } from '../kit/tokens.ts';

const { app, another, advance } = await build(t);
const instance = '/api/auth/refresh';
const refresh = (refreshToken: string, on = app) => call(on, 'refresh', { body: { refreshToken } });
const renewed = async (refreshToken: string): Promise<AuthSession> => {
  const answer = await refresh(refreshToken);
  if (answer.statusCode !== 200) throw new Error(`refresh answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<AuthSession>();
};

t.test('refuses what is not a refresh token', async (t) => {
  const { session } = await registerUser(app);
  assertProblem(t, await refresh('A'.repeat(43)), { ...problems.refreshInvalid, instance });
  for (const refreshToken of [session.accessToken, '', { $ne: null }, [session.refreshToken], null]) {
    const answer = await call(app, 'refresh', { body: { refreshToken } });
    t.equal(answer.statusCode, 400);
    t.equal(answer.json<{ code: string }>().code, 'VALIDATION_FAILED');
  }
});

t.test('ends the auth session when a token is reused after the grace period', async (t) => {
  const { session } = await registerUser(app);
  const sessionId = claimsOf(session.accessToken).sid;
  const next = await renewed(session.refreshToken);
  await advance(11 * SECOND_MS);
  assertProblem(t, await refresh(session.refreshToken), { ...problems.refreshReused, instance });
  assertProblem(t, await refresh(next.refreshToken), { ...problems.refreshInvalid, instance });

  const me = await call(app, 'getMe', { token: next.accessToken });
  assertProblem(t, me, { ...problems.sessionRevoked, instance: '/api/auth/me' });
  const [event, ...more] = await eventsOf(app, sessionId);
  t.strictSame(more, []);
  t.match(event, {
    type: 'downbeat.session.revoked.v1',
    data: { sessionId, userId: session.user.id, reason: 'reuse' },
  });
  const audit = await app.mongo.db
    .collection('audit')
    .findOne({ userId: session.user.id, action: 'refresh' });
  t.match(audit, { outcome: 'REFRESH_TOKEN_REUSED' });
});

t.test('takes no repetition for a theft on a host whose clock is 90 s ahead', async (t) => {
  const ahead = await another({}, 90 * SECOND_MS);
  const { session } = await registerUser(app);
  const next = await renewed(session.refreshToken);
  const again = await refresh(session.refreshToken, ahead);
  t.equal(again.statusCode, 200);
  t.equal(again.json<AuthSession>().refreshToken, next.refreshToken);
});

t.test('refuses a token that was not used for thirty days', async (t) => {
  const { session } = await registerUser(app);
  await advance(30 * DAY_MS - SECOND_MS);
  const next = await renewed(session.refreshToken);
  await advance(30 * DAY_MS + SECOND_MS);
  assertProblem(t, await refresh(next.refreshToken), { ...problems.refreshInvalid, instance });
});

t.test('ends an auth session after ninety days of regular use', async (t) => {
  const { session } = await registerUser(app);
  let token = session.refreshToken;
  for (let day = 0; day < 80; day += 20) {
    await advance(20 * DAY_MS);
    token = (await renewed(token)).refreshToken;
  }
  await advance(10 * DAY_MS);
  assertProblem(t, await refresh(token), { ...problems.refreshInvalid, instance });
});

t.test('refuses the token of a deleted account', async (t) => {
  const { session } = await registerUser(app);
  await app.mongo.db.collection<{ _id: string }>('accounts').deleteOne({ _id: session.user.id });
  assertProblem(t, await refresh(session.refreshToken), { ...problems.refreshInvalid, instance });
});

t.test('gives one successor for twenty parallel uses of one token on two instances', async (t) => {
  const other = await another();
  const { session } = await registerUser(app);
  const uses = Array.from({ length: 20 }, (_, use) =>
    refresh(session.refreshToken, use % 2 === 0 ? app : other),
  );
  const answers = await Promise.all(uses);
  t.strictSame([...new Set(answers.map((answer) => answer.statusCode))], [200]);
  const successors = new Set(answers.map((answer) => answer.json<AuthSession>().refreshToken));
  t.equal(successors.size, 1);
  const sid = claimsOf(session.accessToken).sid;
  const rows = await app.mongo.db.collection('refreshTokens').find({ sessionId: sid }).toArray();
  t.equal(rows.length, 2, 'the old one and its successor');
});

t.test('gives the same successor again within the grace period', async (t) => {
  const { session } = await registerUser(app);
  const first = await renewed(session.refreshToken);
  await advance(9 * SECOND_MS);
  const second = await renewed(session.refreshToken);
  t.equal(second.refreshToken, first.refreshToken);
  t.not(second.refreshToken, session.refreshToken);
  await renewed(first.refreshToken);
});

t.test("issues tokens of the same auth session with the account's current state", async (t) => {
  const { session } = await registerUser(app);
  await app.mongo.db
    .collection<{ _id: string; role: string; emailVerified: boolean }>('accounts')
    .updateOne({ _id: session.user.id }, { $set: { role: 'artist', emailVerified: true } });
  const next = await renewed(session.refreshToken);
  t.strictSame(next, {
    accessToken: next.accessToken,
    refreshToken: next.refreshToken,
    tokenType: 'Bearer',
    expiresIn: 900,
    user: { ...session.user, role: 'artist', emailVerified: true },
  });
  const before = claimsOf(session.accessToken);
  const after = claimsOf(next.accessToken);
  t.equal(after.sid, before.sid);
  t.not(after.jti, before.jti);
  t.match(after, { role: 'artist', email_verified: true });
});

t.test('stores tokens as hashes only', async (t) => {
  const { session } = await registerUser(app);
  const { refreshToken } = await renewed(session.refreshToken);
  for (const { name } of await app.mongo.db.listCollections().toArray()) {
    const text = JSON.stringify(await app.mongo.db.collection(name).find().toArray());
    for (const secret of [session.refreshToken, refreshToken, session.accessToken]) {
      t.notOk(text.includes(secret), name);
    }
  }
});

t.test('an account has the newest of its auth sessions only, and stores no others', async (t) => {
  const small = await another({ SESSIONS_PER_ACCOUNT: '3' });
  const user = await registerUser(small);
  const sessions = [user.session];
  for (let n = 0; n < 4; n++) sessions.push(await logIn(small, user));
  const statuses = [];
  for (const { refreshToken } of sessions) statuses.push((await refresh(refreshToken, small)).statusCode);
  t.same(statuses, [401, 401, 200, 200, 200]);
  const { db } = small.mongo;
  const ids = sessions.map(({ accessToken }) => claimsOf(accessToken).sid);
  const me = await call(small, 'getMe', { token: sessions[0]!.accessToken });
  assertProblem(t, me, { ...problems.sessionRevoked, instance: '/api/auth/me' });
  t.equal((await call(small, 'getMe', { token: sessions[4]!.accessToken })).statusCode, 200);
  const events = await eventsOf(small, ids[0]!);
  t.match(events, [{ data: { sessionId: ids[0], reason: 'too-many-sign-ins' } }], 'other services are told');
  t.equal(await db.collection('sessions').countDocuments({ userId: user.session.user.id }), 3);
  t.equal(await db.collection('refreshTokens').countDocuments({ sessionId: { $in: ids.slice(0, 2) } }), 0);
  const parallel = await Promise.all(Array.from({ length: 8 }, () => logIn(small, user)));
  t.equal(parallel.length, 8, 'parallel sign-ins succeed');
  t.equal(await db.collection('sessions').countDocuments({ userId: user.session.user.id }), 3);
});

t.test('a sign-in displaces auth sessions that have ended before those in use', async (t) => {
  const small = await another({ SESSIONS_PER_ACCOUNT: '3' });
  const user = await registerUser(small);
  for (let n = 0; n < 4; n++) {
    const { accessToken } = await logIn(small, user);
    t.equal((await call(small, 'logout', { token: accessToken })).statusCode, 204);
  }
  t.equal((await refresh(user.session.refreshToken, small)).statusCode, 200, 'the oldest is in use');
});

t.test('an auth session that was refreshed far too often ends', async (t) => {
  const { session } = await registerUser(app);
  const { sid } = claimsOf(session.accessToken);
  const next = await renewed(session.refreshToken);
  const rows = app.mongo.db.collection<{ _id: string }>('sessions');
  await rows.updateOne({ _id: sid }, { $set: { refreshes: 20_000 } });
  assertProblem(t, await refresh(next.refreshToken), { ...problems.refreshInvalid, instance });
});
