import t from 'tap';
import { build } from '../kit/build.ts';
import { call, registerUser, logIn, newRegistration } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';

const { app, another } = await build(t);
const instance = '/api/auth/login';
const expected = { ...problems.credentials, instance };

t.test('gives the same answer for a wrong password and an unknown e-mail address', async (t) => {
  const { email } = await registerUser(app);
  const wrong = await call(app, 'login', { body: { email, password: 'not the password' } });
  const unknown = await call(app, 'login', {
    body: { email: newRegistration().email, password: 'not the password' },
  });
  assertProblem(t, wrong, expected);
  assertProblem(t, unknown, expected);
  const names = (answer: typeof wrong) => Object.keys(answer.headers).sort();
  t.strictSame(names(wrong), names(unknown), 'the header names are the same');
  t.equal(wrong.headers['content-length'], unknown.headers['content-length']);
});

t.test('refuses query operators and other shapes', async (t) => {
  const { email, password } = await registerUser(app);
  const shapes: unknown[] = [
    { email: { $gt: '' }, password },
    { email, password: { $ne: null } },
    { email, password: { $regex: '.*' } },
    { email: [email], password },
    { email, password: [password] },
    { email, password: null },
    { email, password, $where: '1' },
    { email, password, role: 'admin' },
    [],
    'text',
    null,
  ];
  for (const body of shapes) {
    const answer = await call(app, 'login', { body });
    t.equal(answer.statusCode, 400, JSON.stringify(body));
    t.equal(answer.json<{ code: string }>().code, 'VALIDATION_FAILED');
  }
});

t.test('refuses malformed JSON, large bodies and other media types', async (t) => {
  const send = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: instance, headers: { 'content-type': type }, payload });
  assertProblem(t, await send('{"email": "ada'), {
    status: 400,
    code: 'MALFORMED_JSON',
    title: 'The body is not valid JSON',
    instance,
  });
  assertProblem(t, await send(JSON.stringify({ email: 'a'.repeat(100_000) })), {
    status: 413,
    code: 'BODY_TOO_LARGE',
    title: 'The body is too large',
    instance,
  });
  assertProblem(t, await send('email=ada', 'application/x-www-form-urlencoded'), {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'This content type is not accepted here',
    detail: 'Send content-type: application/json',
    instance,
  });
});

t.test('refuses every password for an account without one', async (t) => {
  const { email, session } = await registerUser(app);
  const accounts = app.mongo.db.collection<{ _id: string; passwordHash: string | null }>('accounts');
  await accounts.updateOne({ _id: session.user.id }, { $set: { passwordHash: null } });
  for (const password of ['no account has this password', 'null', ' ']) {
    assertProblem(t, await call(app, 'login', { body: { email, password } }), expected);
  }
});

t.test('starts an auth session for each login and stores its origin', async (t) => {
  const { email, password, session: first } = await registerUser(app);
  const body = { email: email.toUpperCase(), password };
  const headers = { 'user-agent': 'curl/8 '.repeat(100) };
  const answer = await call(app, 'login', { body, headers, ip: '192.0.2.7' });
  t.equal(answer.statusCode, 200);
  const second = answer.json<typeof first>();
  const { accessToken, refreshToken } = second;
  t.strictSame(second, {
    accessToken,
    refreshToken,
    tokenType: 'Bearer',
    expiresIn: 900,
    user: first.user,
  });
  t.not(refreshToken, first.refreshToken);
  const rows = await app.mongo.db
    .collection('sessions')
    .find({ userId: first.user.id })
    .sort({ createdAt: 1 })
    .toArray();
  t.equal(rows.length, 2);
  t.match(rows[1], { ip: '192.0.2.7', revokedAt: null, revokedFor: null });
  t.equal(String(rows[1]?.['userAgent']).length, 256, 'a long User-Agent is cut');
});

t.test('rehashes a password at login when the cost was raised', async (t) => {
  const account = await registerUser(app);
  const accounts = app.mongo.db.collection<{ _id: string; passwordHash: string }>('accounts');
  const hash = async () => (await accounts.findOne({ email: account.email }))?.passwordHash ?? '';
  t.match(await hash(), /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  const stronger = await another({ ARGON2_MEMORY_KIB: '128', ARGON2_PASSES: '2' });
  await logIn(stronger, account);
  const raised = await hash();
  t.match(raised, /^\$argon2id\$v=19\$m=128,t=2,p=1\$/);
  await logIn(app, account);
  t.equal(await hash(), raised, 'a cheaper configuration does not rehash');
});

t.test('accepts many parallel logins with the right password from one IP', async (t) => {
  const strict = await another({ THROTTLE_IP_FAILURES: '5' });
  const account = await registerUser(app);
  const body = { email: account.email, password: account.password };
  const attempts = Array.from({ length: 10 }, () => call(strict, 'login', { body, ip: '192.0.2.8' }));
  const statuses = (await Promise.all(attempts)).map((answer) => answer.statusCode);
  t.strictSame(
    statuses,
    Array.from({ length: 10 }, () => 200),
  );
});
