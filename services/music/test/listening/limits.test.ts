import fc from 'fast-check';
import t from 'tap';
import { ClientMessageByType } from '../../src/generated/listening.schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { TokenBucket } from '../../src/listening/socket/token-bucket.ts';
import { commandId, createHarness, type Harness } from './kit/harness.ts';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

async function connectMember() {
  const session = await harness.session();
  const client = await harness.connect(session, harness.owner);
  await client.snapshot();
  return client;
}

t.test('closes a socket with 1009 after a frame above 64 KiB', async (t) => {
  const client = await connectMember();
  client.socket.send('x'.repeat(limits.frameBytes));
  t.match(await client.next('problem'), { code: 'MALFORMED_MESSAGE' }, 'a frame of exactly 64 KiB is read');
  client.socket.send('x'.repeat(limits.frameBytes + 1));
  t.equal((await client.closing()).code, 1009);
});

t.test('refuses messages above 20 a second, and closes a socket that goes on with 4002', async (t) => {
  const client = await connectMember();
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
  t.ok(client.estimator.synchronised, 'probes are still answered');
  send(400);
  t.same(await client.closing(), { code: 4002, reason: 'Too many messages' });
});

t.test('limits probes separately, and does not answer those above the limit', async (t) => {
  const client = await connectMember();
  for (let probeId = 0; probeId < 500; probeId += 1)
    client.send({ type: 'probe', probeId, clientSendTimeUs: 1 });
  client.send({ type: 'pause', commandId: commandId(), revision: 0 });
  await client.next('problem');
  const answered = client.messages.filter(({ type }) => type === 'probeReply').length;
  t.ok(answered >= limits.probeBurst && answered < 200, `${answered} of 500`);
});

t.test('closes a socket with 4000 after repeated malformed messages', async (t) => {
  const client = await connectMember();
  for (let index = 0; index < 12; index += 1) client.socket.send('?');
  t.same(await client.closing(), { code: 4000, reason: 'Too many malformed messages' });
});

t.test('answers fuzzed text with a typed error', async (t) => {
  const { decodeMessage } = await import('../../src/listening/socket/message-decoder.ts');
  const { MessageError } = await import('../../src/listening/model/errors.ts');
  const codes = new Set(['MALFORMED_MESSAGE', 'UNKNOWN_MESSAGE', 'VALIDATION_FAILED']);
  const isHandled = (text: string): boolean => {
    try {
      decodeMessage(text);
      return true;
    } catch (error) {
      return error instanceof MessageError && codes.has(error.code);
    }
  };
  const type = fc.constantFrom(...Object.keys(ClientMessageByType), 'toString', '__proto__');
  const almost = fc.record({
    type,
    commandId: fc.anything(),
    revision: fc.anything(),
    positionMs: fc.anything(),
  });
  const text = almost.map((value) =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? 0 : part)),
  );
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), text), isHandled), { numRuns: 5_000 });
  // Far more, and faster: messages of which a few characters are replaced.
  const samples = fc.sample(text, { numRuns: 100, seed: 7 });
  const places = fc.sample(fc.nat(), { numRuns: 1_000, seed: 7 });
  let unhandled = 0;
  for (let frame = 0; frame < 95_000; frame += 1) {
    const sample = samples[frame % samples.length]!;
    const at = places[frame % places.length]! % sample.length;
    const changed =
      sample.slice(0, at) + String.fromCharCode(frame % 0x3000) + sample.slice(at + 1 + (frame % 5));
    if (!isHandled(changed)) unhandled += 1;
  }
  t.equal(unhandled, 0, 'of 100,000 frames');
});

t.test('never lets more tokens through a bucket than its size and its rate', async () => {
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
