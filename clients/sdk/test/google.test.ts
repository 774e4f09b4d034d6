// Sign-in with Google: its two steps, refusals, and attacks between them.
import { createHash } from 'node:crypto';
import t from 'tap';
import { Downbeat, DownbeatError } from '../src/index.ts';
import { problem, service, tokens, type Answer, type Reply, type Sent } from './kit/service.ts';

const page = 'http://localhost:4003/';
const code = 'c'.repeat(43);

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};

/** A service that answers `startGoogle` with a redirect by default, and every other request with one answer. */
async function clientOf(
  t: Parameters<typeof service>[0],
  answer: Answer = tokens('grace'),
  start: Reply = { status: 302 },
) {
  const asked: Sent[] = [];
  const sent: Sent[] = [];
  const { url } = await service(t, (one) => {
    const starts = one.method === 'GET';
    (starts ? asked : sent).push(one);
    return starts ? start : answer;
  });
  const verifierStore = storage();
  const client = (): Downbeat => new Downbeat({ authUrl: url, verifierStore });
  return { client: client(), reloaded: client(), asked, sent, url };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof DownbeatError ? String(error.code) : String(error)),
  );
}

await t.test('does not exchange a code when no sign-in was begun here', async (t) => {
  const { client, sent } = await clientOf(t);
  t.equal(await client.google.finish(`${page}?code=${code}`), null);
  t.equal(await client.google.finish(`${page}?error=google_failed`), null);
  t.equal(sent.length, 0);
  t.equal(client.session.current, null);
});

await t.test('throws the refusal that the browser would get, and begins no sign-in', async (t) => {
  const refusals: [Reply, string][] = [
    [problem(404, 'GOOGLE_NOT_CONFIGURED'), 'GOOGLE_NOT_CONFIGURED'],
    [problem(400, 'REDIRECT_NOT_ALLOWED'), 'REDIRECT_NOT_ALLOWED'],
    [{ status: 502, text: 'Bad gateway' }, 'UNEXPECTED_RESPONSE'],
    [{ status: 200, json: {} }, 'UNEXPECTED_RESPONSE'],
    ['hang up', 'NETWORK_ERROR'],
  ];
  for (const [refusal, expected] of refusals) {
    const { client, sent } = await clientOf(t, tokens('grace'), refusal);
    t.equal(await codeOf(client.google.begin()), expected);
    t.equal(await client.google.finish(`${page}?code=${code}`), null);
    t.equal(sent.length, 0);
  }
});

await t.test('keeps an earlier sign-in when a later begin is refused or aborted', async (t) => {
  const { client, asked } = await clientOf(t);
  await client.google.begin();
  t.equal(await codeOf(client.google.begin({ signal: AbortSignal.abort() })), 'ABORTED');
  t.equal(asked.length, 1);
  t.not(await client.google.finish(`${page}?code=${code}`), null);
});

await t.test('keeps the sign-in when the page is loaded without a code', async (t) => {
  const { client, sent } = await clientOf(t);
  await client.google.begin();
  t.equal(await client.google.finish(`${page}?tab=1`), null);
  t.equal(sent.length, 0);
  t.not(await client.google.finish(`${page}?code=${code}`), null);
});

await t.test('throws a refusal with its code, and ends the sign-in', async (t) => {
  const { client, sent } = await clientOf(t);
  const names = ['access_denied', 'account_exists', 'email_unverified', 'google_failed', 'constructor', ''];
  const codes = [];
  for (const name of names) {
    await client.google.begin();
    codes.push(await codeOf(client.google.finish(`${page}?error=${name}`)));
    t.equal(await client.google.finish(`${page}?code=${code}`), null);
  }
  t.same(codes, [...names.slice(0, 4).map((name) => name.toUpperCase()), 'GOOGLE_FAILED', 'GOOGLE_FAILED']);
  t.equal(sent.length, 0);
});

await t.test('stays signed out when the service refuses the code, and uses its verifier once', async (t) => {
  const { client, sent } = await clientOf(t, problem(400, 'OAUTH_CODE_INVALID'));
  await client.google.begin();
  t.equal(await codeOf(client.google.finish(`${page}?code=${code}`)), 'OAUTH_CODE_INVALID');
  t.equal(client.session.current, null);
  t.equal(await client.google.finish(`${page}?code=${code}`), null);
  t.equal(sent.length, 1);
});

await t.test(
  'exchanges the code with the verifier of the challenge after the page was loaded again',
  async (t) => {
    const { client, reloaded, asked, sent, url } = await clientOf(t);
    const stale = await client.google.begin();
    const startUrl = await client.google.begin({ redirectUri: page });
    t.equal(`${startUrl.origin}${startUrl.pathname}`, `${url}/api/auth/google`);
    t.equal(
      asked.at(-1)?.url,
      `${startUrl.pathname}${startUrl.search}`,
      'the service was asked for the same URL',
    );
    const { code_challenge: challenge, ...rest } = Object.fromEntries(startUrl.searchParams);
    t.same(rest, { redirectUri: page });
    t.not(challenge, stale.searchParams.get('code_challenge'), 'each sign-in has its own challenge');

    const session = await reloaded.google.finish(`${page}?code=${code}`);
    t.equal(session?.accessToken, 'a-grace');
    t.equal(reloaded.session.current?.refreshToken, 'r-grace');
    t.same(
      sent.map(({ method, url: path }) => [method, path]),
      [['POST', '/api/auth/google/exchange']],
    );
    const { codeVerifier, ...body } = JSON.parse(sent[0]?.body ?? '{}') as Record<string, string>;
    t.same(body, { code });
    t.match(codeVerifier, /^[\w-]{43}$/);
    t.equal(
      createHash('sha256')
        .update(codeVerifier ?? '')
        .digest('base64url'),
      challenge,
    );
  },
);

await t.test('keeps the verifier in memory without a store', async (t) => {
  const { url } = await clientOf(t);
  const client = new Downbeat({ authUrl: url });
  await client.google.begin();
  t.equal((await client.google.finish(new URL(`${page}?code=${code}`)))?.accessToken, 'a-grace');
});
