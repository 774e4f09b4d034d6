import { randomBytes } from 'node:crypto';
import t from 'tap';
import type { AuthSession } from '../src/generated/schemas.gen.ts';
import { SECOND_MS } from '../src/clock.ts';
import { JWT_SECRET, build } from './kit/build.ts';
import { lastCodeFor } from './kit/events.ts';
import { finishSignIn, beginSignIn, exchange, redirectQuery, startProvider } from './kit/google.ts';
import { call, newRegistration } from './kit/users.ts';

t.test('logs no password, code or token, in success and in failure', async (t) => {
  const provider = await startProvider(t);
  const { app, log, sealPrivateKey, advance } = await build(t, provider.env);
  const canary = (): string => `canary-${randomBytes(12).toString('hex')}`;
  const secrets = [JWT_SECRET, provider.env['CLIENT_SECRET'] ?? ''];
  const remember = <T extends string>(secret: T): T => {
    secrets.push(secret);
    return secret;
  };
  const keep = (session: AuthSession): AuthSession => {
    remember(session.accessToken);
    remember(session.refreshToken);
    return session;
  };

  const body = newRegistration({ password: remember(canary()) });
  const session = keep((await call(app, 'register', { body })).json<AuthSession>());
  await call(app, 'register', { body: { ...body, extra: remember(canary()) } });
  await call(app, 'login', { body: { email: body.email, password: remember(canary()) } });
  keep((await call(app, 'login', { body })).json<AuthSession>());
  await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    headers: { 'content-type': 'application/json' },
    payload: `{"password":"${remember(canary())}`,
  });
  await app.inject({ url: `/api/auth/me?access_token=${remember(canary())}&token=${remember(canary())}` });
  await call(app, 'getMe', { token: remember(canary()), cookies: { session: remember(canary()) } });
  await call(app, 'verifyEmail', {
    token: session.accessToken,
    body: { code: remember(await lastCodeFor(app, session.user.id, sealPrivateKey)) },
  });
  const next = keep((await call(app, 'refresh', { body: session })).json<AuthSession>());
  keep((await call(app, 'refresh', { body: { refreshToken: session.refreshToken } })).json<AuthSession>());
  await advance(11 * SECOND_MS);
  await call(app, 'refresh', { body: { refreshToken: session.refreshToken } });
  await call(app, 'logout', { token: next.accessToken });

  provider.claims = { sub: canary(), email: newRegistration().email };
  for (const claims of [{}, { nonce: canary() }, { aud: 'another' }]) {
    provider.claims = { ...provider.claims, ...claims };
    const pending = await beginSignIn(app);
    for (const secret of [...Object.values(pending.cookies), pending.query['code'] ?? '']) remember(secret);
    const { code } = redirectQuery(await finishSignIn(app, pending));
    if (code !== undefined) keep((await exchange(app, remember(code))).json<AuthSession>());
  }
  await app.close();

  const text = log.join('');
  t.ok(log.length > 20, `${log.length} lines`);
  const digits = /^\d{6}$/;
  for (const secret of secrets.filter((entry) => entry !== '')) {
    const stands = digits.test(secret)
      ? new RegExp(`[":\\s]${secret}[",\\s]`).test(text)
      : text.includes(secret);
    t.notOk(stands, secret);
  }
});
