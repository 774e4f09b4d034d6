import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { build, config, logged, problems } from './fixture.ts';

const getIp = {
  method: 'GET',
  url: '/ip',
  config: { operationId: 'getIp', security: [] },
  schema: { operationId: 'getIp', response: { 200: Type.Object({ ip: Type.String() }), ...problems } },
} as const;

async function start(t: Test, trustProxy: string) {
  const { logger, lines } = logged();
  const app = await build(
    t,
    { getIp },
    (api) => {
      api.route({ ...getIp, handler: async ({ ip }) => ({ ip }) });
    },
    { config: { ...config, TRUST_PROXY: trustProxy }, logger },
  );
  const ask = async (forwarded?: string) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const reply = await app.inject({ url: '/ip', remoteAddress: '172.16.0.2', headers });
    return reply.json<{ ip: string }>().ip;
  };
  const warnings = () => lines.filter(({ msg }) => String(msg).startsWith('X-Forwarded-For is ignored'));
  return { ask, warnings };
}

const FORGED = '6.6.6.6';

t.test('a client cannot choose its IP behind a known number of proxies', async (t) => {
  const one = await start(t, '1');
  t.equal(await one.ask(`${FORGED}, 192.168.1.5`), '192.168.1.5', 'also from a private network');
  const two = await start(t, '2');
  t.equal(await two.ask(`${FORGED}, 192.168.1.5, 172.16.0.1`), '192.168.1.5');
  t.strictSame([one.warnings(), two.warnings()], [[], []]);
});

t.test('with ranges, the last address outside of them is the client', async (t) => {
  const { ask } = await start(t, '172.16.0.0/12');
  t.equal(await ask(`${FORGED}, 198.51.100.7, 172.16.0.1`), '198.51.100.7');
});

t.test('a header of an unknown proxy is ignored, with one warning', async (t) => {
  const { ask, warnings } = await start(t, '');
  t.equal(await ask(), '172.16.0.2');
  t.strictSame(warnings(), []);
  for (const client of ['198.51.100.1', '198.51.100.2']) t.equal(await ask(client), '172.16.0.2');
  t.match(warnings(), [{ level: 'warn', proxy: '172.16.0.2' }]);
  t.equal(warnings().length, 1);
});
