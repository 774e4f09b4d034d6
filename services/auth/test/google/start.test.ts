import t from 'tap';
import { build } from '../kit/build.ts';
import { APPLICATION, CLIENT_ID, OTHER_APPLICATION, beginSignIn, startProvider } from '../kit/google.ts';
import { call } from '../kit/users.ts';
import { assertProblem, problems } from '../kit/problem.ts';

const instance = '/api/auth/google';

t.test('answers GOOGLE_NOT_CONFIGURED without a Google client', async (t) => {
  const { app } = await build(t);
  const expected = {
    status: 404,
    code: 'GOOGLE_NOT_CONFIGURED',
    title: 'This installation has no Google sign-in',
    detail: 'Set CLIENT_ID and CLIENT_SECRET of a Google OAuth client in the environment of auth.',
  };
  assertProblem(t, await call(app, 'startGoogle'), { ...expected, instance });
  const callback = await call(app, 'finishGoogle', { query: { state: 'x', code: 'y' } });
  assertProblem(t, callback, { ...expected, instance: `${instance}/callback` });
});

t.test('redirects only to URLs that are exactly on the list', async (t) => {
  const { env } = await startProvider(t);
  const { app } = await build(t, env);
  const foreign = [
    'https://evil.example/',
    `${APPLICATION}extra`,
    'http://localhost:4003',
    'http://localhost:4003/?next=1',
    'http://localhost:4003/#token',
    'http://LOCALHOST:4003/',
    'http://localhost:4003@evil.example/',
    'javascript:alert(1)',
    `${APPLICATION},${OTHER_APPLICATION}`,
  ];
  for (const redirectUri of foreign) {
    const answer = await call(app, 'startGoogle', { query: { redirectUri } });
    t.equal(answer.statusCode, 400, redirectUri);
    t.equal(answer.cookies.length, 0);
    if (answer.json<{ code: string }>().code === 'VALIDATION_FAILED') continue;
    assertProblem(t, answer, {
      status: 400,
      code: 'REDIRECT_NOT_ALLOWED',
      title: 'This redirect address is not on the list',
      instance,
    });
  }
  t.equal(await app.mongo.db.collection('googleStates').countDocuments(), 0);
});

t.test('redirects with state, nonce and PKCE, bound to the browser by cookies', async (t) => {
  const { env } = await startProvider(t);
  const { app } = await build(t, env);
  const { authorizeUrl, cookies } = await beginSignIn(app);
  const query = Object.fromEntries(authorizeUrl.searchParams);
  t.equal(`${authorizeUrl.origin}${authorizeUrl.pathname}`, env['GOOGLE_AUTHORIZE_URL']);
  t.strictSame(query, {
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: 'http://localhost:4000/api/auth/google/callback',
    scope: 'openid email profile',
    state: cookies['downbeat-google-state'],
    nonce: query['nonce'],
    code_challenge: query['code_challenge'],
    code_challenge_method: 'S256',
  });
  t.match(query['nonce'], /^[\w-]{43}$/);
  t.match(query['code_challenge'], /^[\w-]{43}$/);
  t.notOk(authorizeUrl.href.includes(cookies['downbeat-google-verifier'] ?? 'missing'));

  const start = await call(app, 'startGoogle');
  for (const cookie of start.cookies)
    t.match(cookie, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 600 });
  const second = new URL(String(start.headers.location)).searchParams;
  t.not(second.get('state'), query['state']);
  t.not(second.get('nonce'), query['nonce']);
});

t.test('sets __Host- cookies behind https', async (t) => {
  const { env } = await startProvider(t);
  const callback = 'https://auth.example.com/api/auth/google/callback';
  const { app } = await build(t, { ...env, GOOGLE_CALLBACK_URL: callback });
  const start = await call(app, 'startGoogle');
  t.strictSame(
    start.cookies.map(({ name, secure, path }) => [name, secure, path]),
    [
      ['__Host-downbeat-google-state', true, '/'],
      ['__Host-downbeat-google-verifier', true, '/'],
    ],
  );
  t.equal(new URL(String(start.headers.location)).searchParams.get('redirect_uri'), callback);
  assertProblem(t, await call(app, 'finishGoogle', { query: { state: 'x', code: 'y' } }), {
    ...problems.stateInvalid,
    instance: `${instance}/callback`,
  });
});
