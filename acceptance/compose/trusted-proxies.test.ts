// A gateway behind another proxy: the client is the one that a trusted proxy names; what any other sender says is dropped.
import t from 'tap';
import { docker, startGateway } from '../system/compose.ts';

const headers = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9', 'x-forwarded-proto': 'https' };

for (const [name, ranges, isTrusted] of [
  ['a trusted proxy', '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16', true],
  ['another sender', '192.0.2.0/24', false],
] as const) {
  await t.test(`${name} ${isTrusted ? 'names' : 'does not name'} the client`, async (t) => {
    const gateway = await startGateway(t, { GATEWAY_TRUSTED_PROXIES: ranges });
    const config = await fetch(`${gateway.webUrl}/config.json`, { headers });
    t.match(await config.json(), { authUrl: isTrusted ? /^https:/ : /^http:/ });
    const health = await fetch(`${gateway.authUrl}/healthz`, { headers });
    // The service sends it to clients that use https.
    t.equal(health.headers.has('strict-transport-security'), isTrusted);
    const line = (await docker('logs', gateway.container))
      .split('\n')
      .find((text) => text.includes('/healthz'));
    t.match(line, isTrusted ? /^203\.0\.113\.9 / : /^172\.|^192\.168\.|^10\./);
  });
}
