import t from 'tap';
import { build } from '../kit/build.ts';
import { arrive, depart, landing, startProvider } from '../kit/google.ts';

const provider = await startProvider(t);
const { app } = await build(t, provider.env);
provider.claims = { sub: 'grace', email: 'grace@example.com' };

t.test('what the provider adds to the address is ignored, as RFC 6749 (4.1.2) asks', async (t) => {
  const trip = await depart(app);
  const query = {
    ...trip.query,
    iss: 'https://accounts.google.com',
    scope: 'openid email',
    unknown: 'x'.repeat(3000),
  };
  t.match(landing(await arrive(app, { ...trip, query })), { code: /^[\w-]{43}$/ });
});

t.test('HEAD, which a browser or a filter may send ahead, does not use up the sign-in', async (t) => {
  const trip = await depart(app);
  const url = `/api/auth/google/callback?${new URLSearchParams(trip.query).toString()}`;
  t.equal((await app.inject({ method: 'HEAD', url, cookies: trip.cookies })).statusCode, 405);
  t.match(landing(await arrive(app, trip)), { code: /^[\w-]{43}$/ });
});
