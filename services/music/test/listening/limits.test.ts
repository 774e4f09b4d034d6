import fc from 'fast-check';
import t from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { TokenBucket } from '../../src/listening/socket/token-bucket.ts';
import { commandId, createHarness, type Harness } from './kit/harness.ts';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

async function member() {
  const session = await harness.session();
  const client = await harness.connect(session, harness.owner);
  await client.snapshot();
  return client;
}

t.test('a frame above 64 KiB closes the socket with 1009', async (t) => {
  const client = await member();
  client.socket.send('x'.repeat(limits.frameBytes));
  t.match(await client.next('problem'), { code: 'MALFORMED_MESSAGE' }, 'exactly 64 KiB is read');
  client.socket.send('x'.repeat(limits.frameBytes + 1));
  t.equal((await client.closing()).code, 1009);
});

t.test(
  'above 20 messages a second each is refused by name; who does not stop is closed with 4002',
  async (t) => {
    const client = await member();
    const send = (count: number) => {
      for (let index = 0; index < count; index += 1)
        client.send({ type: 'pause', commandId: commandId(), revision: 0 });
    };
    send(40);
    const codes: string[] = [];
    while (codes.length < 40) codes.push((await client.next('problem')).code);
    const limited = codes.filter((code) => code === 'RATE_LIMITED').length;
    t.ok(limited > 0 && limited <= 20, `${limited} of 40 were refused`);
    await client.synchronise();
    t.ok(client.estimator.synchronised, 'probes are answered all the same');
    send(400);
    t.same(await client.closing(), { code: 4002, reason: 'Too many messages' });
  },
);

t.test('probes have a bound of their own, beyond which there is no answer', async (t) => {
  const client = await member();
  for (let probeId = 0; probeId < 500; probeId += 1)
    client.send({ type: 'probe', probeId, clientSendTimeUs: 1 });
  client.send({ type: 'pause', commandId: commandId(), revision: 0 });
  await client.next('problem');
  const answered = client.messages.filter(({ type }) => type === 'probeReply').length;
  t.ok(answered >= limits.probeBurst && answered < 200, `${answered} of 500`);
});

t.test('malformed traffic is closed with 4000', async (t) => {
  const client = await member();
  for (let index = 0; index < 12; index += 1) client.socket.send('?');
  t.same(await client.closing(), { code: 4000, reason: 'Too many malformed messages' });
});

t.test('fuzzed frames: typed refusals, no crash', async (t) => {
  const { decodeMessage } = await import('../../src/listening/socket/message-decoder.ts');
  const { MessageError } = await import('../../src/listening/model/errors.ts');
  const codes = new Set(['MALFORMED_MESSAGE', 'UNKNOWN_MESSAGE', 'VALIDATION_FAILED']);
  const judged = (text: string): boolean => {
    try {
      decodeMessage(text);
      return true;
    } catch (error) {
      return error instanceof MessageError && codes.has(error.code);
    }
  };
  const type = fc.constantFrom('probe', 'play', 'pause', 'seek', 'resume', 'report', 'toString', '__proto__');
  const almost = fc.record({
    type,
    commandId: fc.anything(),
    revision: fc.anything(),
    positionMs: fc.anything(),
  });
  const text = almost.map((value) =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? 0 : part)),
  );
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), text), judged), { numRuns: 5_000 });
  t.pass();
});

t.test('a bucket never lets through more than its size and its rate', async () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }), (gaps) => {
      const bucket = new TokenBucket(20, 20, 0);
      let now = 0;
      let taken = 0;
      for (const gap of gaps) {
        now += gap;
        if (bucket.take(now)) taken += 1;
      }
      return taken <= 20 + (now * 20) / 1000;
    }),
  );
});
