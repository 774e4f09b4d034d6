import { unsubscribeToken } from '@downbeat/shared/unsubscribe';
import t from 'tap';
import type { User } from '../../src/generated/schemas.gen.ts';
import { build, JWT_SECRET } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, registerUser } from '../kit/users.ts';

const { app } = await build(t);
const tokenOf = (userId: string) => unsubscribeToken(JWT_SECRET, userId);
const accounts = app.mongo.db.collection<{ _id: string }>('accounts');

async function verifiedUser() {
  const { session } = await registerUser(app);
  await accounts.updateOne({ _id: session.user.id }, { $set: { emailVerified: true } });
  return session;
}
const chosen = async (userId: string) =>
  (await eventsOf(app, userId)).flatMap((event) =>
    event.type === 'downbeat.user.release-mails-chosen.v1' ? [event.data] : [],
  );

t.test('turns mails on for a confirmed address only, and off for any', async (t) => {
  const { user, accessToken: token } = (await registerUser(app)).session;
  t.equal(user.releaseMails, false);
  const refused = await call(app, 'updateMe', { token, body: { releaseMails: true } });
  t.match(refused.json(), { status: 403, code: 'EMAIL_NOT_VERIFIED' });
  t.equal((await call(app, 'updateMe', { token, body: { releaseMails: false } })).statusCode, 200);
  await accounts.updateOne({ _id: user.id }, { $set: { emailVerified: true } });
  const on = await call(app, 'updateMe', { token, body: { releaseMails: true } });
  t.equal(on.json<User>().releaseMails, true);
  const { email, displayName } = user;
  t.strictSame(await chosen(user.id), [
    { userId: user.id, email, displayName, isWanted: false },
    { userId: user.id, email, displayName, isWanted: true },
  ]);
});

t.test('changes both or neither, and refuses a change of nothing', async (t) => {
  const { user, accessToken: token } = (await registerUser(app)).session;
  const body = { displayName: 'Eve', releaseMails: true };
  t.equal((await call(app, 'updateMe', { token, body })).statusCode, 403);
  t.equal((await call(app, 'getMe', { token })).json<User>().displayName, user.displayName);
  t.equal((await call(app, 'updateMe', { token, body: {} })).statusCode, 400);
  await accounts.updateOne({ _id: user.id }, { $set: { emailVerified: true } });
  const changed = (await call(app, 'updateMe', { token, body })).json<User>();
  t.match(changed, { displayName: 'Eve', releaseMails: true });
});

t.test('ends the mails by one click of a mail program, as often as it likes', async (t) => {
  const { user, accessToken: token } = await verifiedUser();
  await call(app, 'updateMe', { token, body: { releaseMails: true } });
  const url = `/api/auth/unsubscribe?token=${tokenOf(user.id)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (let click = 0; click < 2; click += 1) {
    const payload = 'List-Unsubscribe=One-Click';
    t.equal((await app.inject({ method: 'POST', url, headers, payload })).statusCode, 204);
  }
  t.equal((await call(app, 'getMe', { token })).json<User>().releaseMails, false);
  t.match((await chosen(user.id)).at(-1), { isWanted: false });
  t.equal((await call(app, 'unsubscribe', { query: { token: tokenOf(user.id) } })).statusCode, 204);
});

t.test('reads the body of a mail program whatever its kind, and the token alone counts', async (t) => {
  const form = '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
  const bodies = [
    { type: 'multipart/form-data; boundary=b', payload: form },
    { type: 'application/x-www-form-urlencoded; charset=utf-8', payload: 'List-Unsubscribe=One-Click' },
    { type: 'application/x-www-form-urlencoded', payload: '' },
    { type: 'text/plain', payload: 'List-Unsubscribe=One-Click' },
    { type: undefined, payload: '' },
  ];
  for (const { type, payload } of bodies) {
    const { user, accessToken: token } = await verifiedUser();
    await call(app, 'updateMe', { token, body: { releaseMails: true } });
    const url = `/api/auth/unsubscribe?token=${tokenOf(user.id)}`;
    const headers = type === undefined ? {} : { 'content-type': type };
    t.equal((await app.inject({ method: 'POST', url, headers, payload })).statusCode, 204, String(type));
    t.equal((await call(app, 'getMe', { token })).json<User>().releaseMails, false, String(type));
  }
});

t.test('ends the mails of an account that is gone', async (t) => {
  const { user, accessToken: token } = await verifiedUser();
  await call(app, 'updateMe', { token, body: { releaseMails: true } });
  await accounts.deleteOne({ _id: user.id });
  t.equal((await call(app, 'unsubscribe', { query: { token: tokenOf(user.id) } })).statusCode, 204);
  t.match((await chosen(user.id)).at(-1), { userId: user.id, isWanted: false });
});

t.test('leads a person who opens the link to the account screen, and changes nothing', async (t) => {
  const { user, accessToken: token } = await verifiedUser();
  await call(app, 'updateMe', { token, body: { releaseMails: true } });
  const opened = await call(app, 'openUnsubscribe', { query: { token: tokenOf(user.id) } });
  t.equal(opened.statusCode, 303);
  t.equal(opened.headers.location, 'http://localhost:4003/account');
  t.equal((await call(app, 'getMe', { token })).json<User>().releaseMails, true);
});

t.test('refuses tokens that were not made for this, and large forms', async (t) => {
  const { user } = await verifiedUser();
  const real = tokenOf(user.id);
  const forged = real.slice(0, -1) + (real.endsWith('A') ? 'B' : 'A');
  for (const token of [forged, 'a'.repeat(40), unsubscribeToken('another secret', user.id)]) {
    const answer = await call(app, 'unsubscribe', { query: { token } });
    t.match(answer.json(), { status: 400, code: 'CODE_INVALID' });
  }
  t.equal((await call(app, 'unsubscribe', { query: { token: 'short' } })).statusCode, 400);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const large = {
    method: 'POST',
    url: `/api/auth/unsubscribe?token=${real}`,
    headers,
    payload: 'a'.repeat(2000),
  } as const;
  t.equal((await app.inject(large)).statusCode, 413);
});
