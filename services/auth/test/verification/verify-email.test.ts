import t from 'tap';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/clock.ts';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf, lastCodeFor } from '../kit/events.ts';
import { type Person, call, enrol } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';
import { claimsOf } from '../kit/tokens.ts';

const { app, advance, sealPrivateKey } = await build(t);
const instance = '/api/auth/verify-email';
const resendInstance = '/api/auth/verify-email/resend';
const verify = ({ session }: Person, code: unknown) =>
  call(app, 'verifyEmail', { token: session.accessToken, body: { code } });
const resend = ({ session }: Person) => call(app, 'resendVerification', { token: session.accessToken });
const codeFor = ({ session }: Person) => lastCodeFor(app, session.user.id, sealPrivateKey);
const otherThan = (code: string) => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');

t.test('nobody confirms for nobody', async (t) => {
  isProblem(t, await call(app, 'verifyEmail', { body: { code: '123456' } }), {
    ...problems.unauthenticated,
    instance,
  });
  isProblem(t, await call(app, 'resendVerification'), {
    ...problems.unauthenticated,
    instance: resendInstance,
  });
});

t.test('what is not six digits is refused, and costs no attempt', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  for (const shape of [
    '12345',
    '1234567',
    'abcdef',
    '１２３４５６',
    ' 123456',
    { $ne: null },
    [code],
    123456,
    null,
  ]) {
    const answer = await verify(person, shape);
    t.equal(answer.statusCode, 400, JSON.stringify(shape));
    t.match(answer.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'body', field: 'code' }] });
  }
  t.equal((await verify(person, code)).statusCode, 200);
});

t.test('after five wrong codes the right one is wrong too', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    isProblem(t, await verify(person, otherThan(code)), { ...problems.codeInvalid, instance });
  }
  isProblem(t, await verify(person, code), { ...problems.codeInvalid, instance });
});

t.test('guesses in parallel are counted before they are compared', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  const guesses = Array.from({ length: 40 }, () => verify(person, otherThan(code)));
  const statuses = new Set((await Promise.all(guesses)).map((answer) => answer.statusCode));
  t.strictSame([...statuses], [400]);
  const row = await app.mongo.db
    .collection<{ _id: string; attempts: number }>('codes')
    .findOne({ _id: `verify-email:${person.session.user.id}` });
  t.equal(row?.attempts, 5);
});

t.test('a code is over after ten minutes', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  advance(10 * MINUTE_MS + SECOND_MS);
  isProblem(t, await verify(person, code), { ...problems.codeInvalid, instance });
});

t.test('a new code ends the old, and brings its own attempts', async (t) => {
  const person = await enrol(app);
  const old = await codeFor(person);
  for (let attempt = 0; attempt < 4; attempt += 1) await verify(person, otherThan(old));
  advance(61 * SECOND_MS);
  t.equal((await resend(person)).statusCode, 202);
  const fresh = await codeFor(person);
  if (fresh !== old) isProblem(t, await verify(person, old), { ...problems.codeInvalid, instance });
  t.equal((await verify(person, fresh)).statusCode, 200);
});

t.test("somebody else's code is no code", async (t) => {
  const [ada, eve] = [await enrol(app), await enrol(app)];
  const [adas, eves] = [await codeFor(ada), await codeFor(eve)];
  if (adas !== eves) isProblem(t, await verify(eve, adas), { ...problems.codeInvalid, instance });
  const rows = app.mongo.db.collection<{ _id: string; hash: unknown }>('codes');
  const hash = (await rows.findOne({ _id: `verify-email:${ada.session.user.id}` }))?.hash;
  await rows.updateOne({ _id: `verify-email:${eve.session.user.id}` }, { $set: { hash } });
  isProblem(t, await verify(eve, adas), { ...problems.codeInvalid, instance });
});

t.test('codes are mailed once a minute and five times an hour', async (t) => {
  const person = await enrol(app);
  const tooSoon = await resend(person);
  isProblem(t, tooSoon, { ...problems.tooManyCodes, instance: resendInstance });
  t.ok(Number(tooSoon.headers['retry-after']) <= 60 && Number(tooSoon.headers['retry-after']) > 50);
  for (let mail = 2; mail <= 5; mail += 1) {
    advance(61 * SECOND_MS);
    t.equal((await resend(person)).statusCode, 202, `mail ${mail}`);
  }
  advance(61 * SECOND_MS);
  const tooMany = await resend(person);
  isProblem(t, tooMany, { ...problems.tooManyCodes, instance: resendInstance });
  const seconds = Number(tooMany.headers['retry-after']);
  t.ok(seconds > 3200 && seconds < 3400, `${seconds} s, until the first is an hour old`);
  const codes = (await eventsOf(app, person.session.user.id)).filter(({ type }) =>
    type.includes('verification'),
  );
  t.equal(codes.length, 5);
});

t.test('of ten mails asked for at once one is sent', async (t) => {
  const person = await enrol(app);
  advance(61 * SECOND_MS);
  const answers = await Promise.all(Array.from({ length: 10 }, () => resend(person)));
  const statuses = answers.map((answer) => answer.statusCode).sort();
  t.strictSame(statuses, [202, ...Array.from({ length: 9 }, () => 429)]);
});

t.test('a code confirms once, however often it is sent in', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  const answers = await Promise.all(Array.from({ length: 5 }, () => verify(person, code)));
  t.equal(answers.filter((answer) => answer.statusCode === 200).length, 1);
  isProblem(t, await verify(person, code), { ...problems.verifiedAlready, instance });
  advance(HOUR_MS);
  isProblem(t, await resend(person), { ...problems.verifiedAlready, instance: resendInstance });
  const events = (await eventsOf(app, person.session.user.id)).filter(({ type }) =>
    type.includes('email-verified'),
  );
  t.equal(events.length, 1);
});

t.test('the right code confirms the address, in the account, an event, and the next token', async (t) => {
  const person = await enrol(app);
  const { user, refreshToken } = person.session;
  const answer = await verify(person, await codeFor(person));
  t.equal(answer.statusCode, 200);
  const verified = { ...user, emailVerified: true };
  t.strictSame(answer.json(), verified);
  t.match((await eventsOf(app, user.id)).at(-1), {
    type: 'downbeat.user.email-verified.v1',
    data: { userId: user.id, email: user.email },
  });
  const next = (await call(app, 'refresh', { body: { refreshToken } })).json<AuthSession>();
  t.strictSame(next.user, verified);
  t.equal(claimsOf(next.accessToken).email_verified, true);
});

t.test('a code stands nowhere in the clear', async (t) => {
  const person = await enrol(app);
  const code = await codeFor(person);
  for (const { name } of await app.mongo.db.listCollections().toArray()) {
    const rows = await app.mongo.db
      .collection(name)
      .find({
        $or: [
          { userId: person.session.user.id },
          { _id: { $regex: person.session.user.id } as never },
          { subject: person.session.user.id },
        ],
      })
      .toArray();
    // Digits that happen to stand inside an id, a time or a sealed text are not the code.
    t.notMatch(JSON.stringify(rows), new RegExp(`"${code}"`), name);
  }
  t.match(code, /^\d{6}$/);
});
