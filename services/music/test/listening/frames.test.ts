// Bytes that no client sends: each closes the socket with a code that says why, and logs one line.
import t, { type Test } from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { limits } from '../../src/listening/model/limits.ts';
import { createHarness, type Harness } from './kit/harness.ts';
import { maskedFrame, rawSocketOf } from './kit/client.ts';

const ERROR_LEVEL = 50;

let harness: Harness;
let session: { id: string };

t.before(async () => {
  harness = await createHarness(t);
  session = await harness.session();
});

/** A connected client, and a function that writes bytes to its TCP socket. */
async function rawMember() {
  const client = await harness.connect(session, harness.owner);
  const socket = await rawSocketOf(client);
  await client.snapshot();
  return { client, write: (bytes: Buffer) => socket.write(bytes) };
}

interface Breach {
  readonly what: string;
  readonly bytes: Buffer;
  readonly code: number;
  readonly breach: string;
}

const breaches: readonly Breach[] = [
  {
    what: 'an unmasked frame',
    bytes: Buffer.from([0x81, 2, 0x7b, 0x7d]),
    code: 1002,
    breach: 'WS_ERR_EXPECTED_MASK',
  },
  {
    what: 'an unknown opcode',
    bytes: maskedFrame(0x83, 'x'),
    code: 1002,
    breach: 'WS_ERR_INVALID_OPCODE',
  },
  {
    what: 'a reserved bit',
    bytes: maskedFrame(0xa1, 'x'),
    code: 1002,
    breach: 'WS_ERR_UNEXPECTED_RSV_2_3',
  },
  {
    what: 'compression that was not negotiated',
    bytes: maskedFrame(0xc1, 'x'),
    code: 1002,
    breach: 'WS_ERR_UNEXPECTED_RSV_1',
  },
  {
    what: 'a continuation without a first frame',
    bytes: maskedFrame(0x80, 'x'),
    code: 1002,
    breach: 'WS_ERR_INVALID_OPCODE',
  },
  {
    what: 'a message in too many empty parts',
    bytes: Buffer.concat([
      maskedFrame(0x01, 'x'),
      ...Array.from({ length: limits.messageFrames }, () => maskedFrame(0x00, '')),
    ]),
    code: 1008,
    breach: 'WS_ERR_TOO_MANY_BUFFERED_PARTS',
  },
  {
    what: 'a ping in parts',
    bytes: maskedFrame(0x09, 'x'),
    code: 1002,
    breach: 'WS_ERR_EXPECTED_FIN',
  },
  {
    what: 'text that is not UTF-8',
    bytes: maskedFrame(0x81, Buffer.from([0xc3, 0x28])),
    code: 1007,
    breach: 'WS_ERR_INVALID_UTF8',
  },
  {
    what: 'a close frame with a reserved code',
    bytes: maskedFrame(0x88, Buffer.from([0x03, 0xee])),
    code: 1002,
    breach: 'WS_ERR_INVALID_CLOSE_CODE',
  },
  {
    what: 'a frame that says it has 2^62 bytes',
    bytes: Buffer.from([0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    code: 1009,
    breach: 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  },
];

async function countOf(breach: string): Promise<number> {
  const metrics = await harness.music.app.metricsRegistry.metrics();
  const line = metrics
    .split('\n')
    .find((one) => one.startsWith('downbeat_listening_broken_frames_total') && one.includes(breach));
  return Number(line?.split(' ').at(-1) ?? 0);
}

for (const { what, bytes, code, breach } of breaches) {
  t.test(`closes ${what} with ${code}`, async (t) => {
    const before = await countOf(breach);
    const lines = harness.music.log.lines.length;
    const { client, write } = await rawMember();
    write(bytes);
    t.same(await client.closing(), { code, reason: '' });
    const line = await waitFor('the line', () =>
      harness.music.log.lines.slice(lines).find(({ msg }) => msg === 'a socket broke the protocol'),
    );
    t.match(line, { level: 30, closeCode: code, breach, reason: String });
    t.notMatch(JSON.stringify(line), 'stack');
    t.same(errorsSince(lines), [], 'no error is logged');
    t.equal(await countOf(breach), before + 1);
  });
}

function errorsSince(from: number) {
  return harness.music.log.lines.slice(from).filter(({ level }) => level >= ERROR_LEVEL);
}

/** Sends `count` control frames in one packet. */
async function flood(t: Test, opcode: number, count: number) {
  const { client, write } = await rawMember();
  let pongs = 0;
  client.socket.on('pong', () => (pongs += 1));
  write(Buffer.concat(Array.from({ length: count }, () => maskedFrame(0x80 | opcode, 'ping'))));
  t.teardown(() => client.socket.terminate());
  return { client, pongs: () => pongs };
}

t.test('answers each ping within the limit', async (t) => {
  const { client, pongs } = await flood(t, 0x9, limits.controlFrameBurst);
  await waitFor('the pongs', () => pongs() === limits.controlFrameBurst);
  t.equal(client.closed, undefined);
});

t.test('answers a part of a burst of pings above the limit, and keeps the socket open', async (t) => {
  const { client, pongs } = await flood(t, 0x9, 100);
  await client.synchronise();
  t.ok(pongs() >= limits.controlFrameBurst && pongs() < 60, `${pongs()} of 100 were answered`);
  t.equal(client.closed, undefined, 'the socket stays open and answers probes');
});

for (const [name, opcode] of [
  ['pings', 0x9],
  ['pongs', 0xa],
] as const) {
  t.test(`closes a socket that sends hundreds of ${name} with 4002`, async (t) => {
    const { client } = await flood(t, opcode, 400);
    t.same(await client.closing(), { code: 4002, reason: 'Too many messages' });
  });
}
