import t from 'tap';
import type { AuthSession } from '../../src/generated/schemas.gen.ts';
import { build } from '../kit/build.ts';
import { eventsOf } from '../kit/events.ts';
import { call, enrol, someone } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';

const { app, another } = await build(t);
const instance = '/api/auth/register';
const accounts = app.mongo.db.collection('accounts');

const refusedFields = async (body: unknown): Promise<unknown> => {
  const answer = await call(app, 'register', { body });
  return [answer.statusCode, answer.json<{ errors?: unknown }>().errors];
};

t.test('an address has one account, however it is spelt', async (t) => {
  const { email, session } = await enrol(app);
  for (const spelling of [email, email.toUpperCase()]) {
    const answer = await call(app, 'register', { body: someone({ email: spelling }) });
    isProblem(t, answer, { ...problems.taken, instance });
  }
  t.equal(await accounts.countDocuments({ email }), 1);
  t.equal((await eventsOf(app, session.user.id)).length, 2, 'nobody is greeted twice');
});

t.test('of twenty registrations at once one wins', async (t) => {
  const body = someone();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(app, 'register', { body })));
  const statuses = answers.map((answer) => answer.statusCode).sort();
  t.strictSame(statuses, [201, ...Array.from({ length: 19 }, () => 409)]);
  t.equal(await accounts.countDocuments({ email: body.email }), 1);
});

t.test('nothing but the fields of the contract is taken', async (t) => {
  const before = await accounts.countDocuments();
  t.strictSame(await refusedFields({ ...someone(), role: 'admin' }), [
    400,
    [{ in: 'body', field: 'role', message: 'must be one of listener, artist' }],
  ]);
  for (const field of ['emailVerified', '_id', 'id', 'ownerId', 'passwordHash', 'constructor']) {
    t.strictSame(
      await refusedFields({ ...someone(), [field]: true }),
      [400, [{ in: 'body', field, message: 'is not known here' }]],
      field,
    );
  }
  t.equal(await accounts.countDocuments(), before);
});

t.test('a body with a prototype in it is refused', async (t) => {
  const text = JSON.stringify(someone());
  for (const key of ['__proto__', 'constructor']) {
    const payload = `${text.slice(0, -1)},"${key}":{"prototype":{"role":"admin"},"role":"admin"}}`;
    const answer = await app.inject({
      method: 'POST',
      url: instance,
      headers: { 'content-type': 'application/json' },
      payload,
    });
    t.equal(answer.statusCode, 400, key);
  }
  t.equal(({} as { role?: string }).role, undefined);
});

t.test('addresses that are not one plain mailbox are refused', async (t) => {
  const addresses = [
    'ada',
    'ada@',
    'ada@example.com,bob@example.com',
    'ada@example.com\r\nBcc: bob@example.com',
    'friends: ada@example.com;',
    '"ada"@example.com',
    'Ada <ada@example.com>',
    ' ',
    `${'a'.repeat(250)}@example.com`,
  ];
  for (const email of addresses) {
    const answer = await call(app, 'register', { body: someone({ email }) });
    t.equal(answer.statusCode, 400, email);
    t.match(answer.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'body', field: 'email' }] });
  }
});

t.test('passwords that are tried first are refused, and say why', async (t) => {
  const common = 'is among the passwords that are tried first; choose a less common one';
  const own = 'is made of your own name or address; choose other words';
  const cases = [
    ['password123', common],
    ['Dragon2024!', common],
    ['P@ssw0rd', common],
    ['aaaaaaaaaaaa', common],
    ['adalovelace90', own],
    ['Lovelace-90', own],
  ];
  for (const [password = '', message = ''] of cases) {
    const body = someone({ email: 'ada.lovelace@example.com', displayName: 'Ada Lovelace', password });
    const errors = [{ in: 'body', field: 'password', message }];
    isProblem(t, await call(app, 'register', { body }), { ...problems.passwordRefused, instance, errors });
  }
});

t.test('a password is measured in characters, whatever they are', async (t) => {
  const tooShort = await refusedFields(someone({ password: 'seven77' }));
  t.strictSame(tooShort, [
    400,
    [{ in: 'body', field: 'password', message: 'must NOT have fewer than 8 characters' }],
  ]);
  t.strictSame(await refusedFields(someone({ password: 'x'.repeat(129) })), [
    400,
    [{ in: 'body', field: 'password', message: 'must NOT have more than 128 characters' }],
  ]);
  for (const password of ['🎺🥁🎻🎷🪗🎹🪕🎸', 'соловьиная трель', ' spaces count ', 'ключ 🔑 '.repeat(18)]) {
    const { email } = await enrol(app, { password });
    t.equal((await call(app, 'login', { body: { email, password } })).statusCode, 200, password);
  }
});

t.test(
  'a name that grows beyond its limit when it is composed is refused, and makes no account',
  async (t) => {
    const before = await accounts.countDocuments();
    const answer = await call(app, 'register', { body: someone({ displayName: '\u0958'.repeat(80) }) });
    const message = 'must NOT have more than 80 characters when composed (NFC)';
    const errors = [{ in: 'body', field: 'displayName', message }];
    isProblem(t, answer, { ...problems.validation, instance, errors });
    t.equal(await accounts.countDocuments(), before);
  },
);

t.test('half a character is refused, wherever it stands: UTF-8 would make all halves the same', async (t) => {
  const whole = 'must match: Any whole characters (no half of a surrogate pair).';
  const rules = {
    password: `${whole} Common passwords and the account's own words are refused.`,
    displayName:
      'must match: Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
    email:
      'must match: One plain address: at most 64 characters before the @, and 63 in each part of its domain.',
  };
  for (const [field, message] of Object.entries(rules)) {
    for (const text of ['\ud800 long enough', 'long enough \udc00', 'long \udc00\ud800 enough']) {
      const value = field === 'email' ? `${text.replaceAll(' ', '')}@example.com` : text;
      t.strictSame(await refusedFields(someone({ [field]: value })), [400, [{ in: 'body', field, message }]]);
    }
  }
  const { email } = await enrol(app, { password: 'quiet \ufffd kettles' });
  const answer = await call(app, 'login', { body: { email, password: 'quiet \ud800 kettles' } });
  const errors = [{ in: 'body', field: 'password', message: whole }];
  isProblem(t, answer, { ...problems.validation, instance: '/api/auth/login', errors });
});

t.test('an artist waits for an administrator where that is the rule', async (t) => {
  const strict = await another({ ARTIST_SIGNUP: 'approval' });
  const body = someone({ role: 'artist' });
  isProblem(t, await call(strict, 'register', { body }), {
    status: 403,
    code: 'ARTIST_NEEDS_APPROVAL',
    title: 'Artists are admitted by an administrator here',
    instance,
  });
  t.equal(await accounts.countDocuments({ email: body.email }), 0);
  t.equal((await enrol(app, { role: 'artist' })).session.user.role, 'artist');
});

t.test('a registration answers the account and its first tokens', async (t) => {
  const { email, session } = await enrol(app, { displayName: ' Ada Lovelace ' });
  const { accessToken, refreshToken, user } = session;
  t.match(refreshToken, /^[\w-]{43}$/);
  t.strictSame(session, {
    accessToken,
    refreshToken,
    tokenType: 'Bearer',
    expiresIn: 900,
    user: {
      id: user.id,
      email,
      displayName: 'Ada Lovelace',
      role: 'listener',
      emailVerified: false,
      createdAt: user.createdAt,
    },
  });
  const me = await call(app, 'getMe', { token: accessToken });
  t.strictSame(me.json(), user);
});

t.test('a registration tells the other services, by the request that began it', async (t) => {
  const body = someone();
  const headers = { 'x-correlation-id': 'registration-of-ada' };
  const { user } = (await call(app, 'register', { body, headers })).json<AuthSession>();
  const [welcome, code, ...more] = await eventsOf(app, user.id);
  t.strictSame(more, []);
  t.strictSame(welcome, {
    specversion: '1.0',
    id: welcome?.id,
    source: '/auth',
    type: 'downbeat.user.registered.v1',
    subject: user.id,
    time: welcome?.time,
    datacontenttype: 'application/json',
    correlationid: 'registration-of-ada',
    data: { userId: user.id, email: user.email, displayName: 'Ada', role: 'listener' },
  });
  t.match(code, { type: 'downbeat.user.verification-requested.v1', correlationid: 'registration-of-ada' });
});
