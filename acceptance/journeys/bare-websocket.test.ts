// A listening session as a program sees it that knows nothing but RFC 6455 and listening.yaml.
import { randomUUID } from 'node:crypto';
import t from 'tap';
import { WebSocket } from 'ws';
import { somebody, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';

/** What the messages have in common, and what is calculated with; the rest is only compared. */
type Message = Record<string, unknown> & {
  type: string;
  timeline?: { epoch: number };
  leadTimeMs?: number;
  serverReceiveTimeUs?: number;
  serverSendTimeUs?: number;
};

const MESSAGE_DEADLINE_MS = 5000;

/** A socket that keeps what arrives until somebody asks for it. */
class BareSocket {
  readonly #socket: WebSocket;
  readonly #received: Message[] = [];
  #wake = (): void => undefined;
  readonly closed: Promise<number>;

  constructor(url: string, options: { origin?: string } = {}) {
    this.#socket = new WebSocket(url, options);
    this.#socket.on('message', (data: Buffer) => {
      this.#received.push(JSON.parse(data.toString()) as Message);
      this.#wake();
    });
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve));
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => this.#socket.once('open', resolve).once('error', reject));
    return this;
  }

  send(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  close(): void {
    this.#socket.close();
  }

  /** The next message of a type; others before it stay for later. */
  async next(type: string): Promise<Message> {
    const deadline = AbortSignal.timeout(MESSAGE_DEADLINE_MS);
    for (;;) {
      const index = this.#received.findIndex((message) => message.type === type);
      if (index >= 0) return this.#received.splice(index, 1)[0]!;
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        deadline.addEventListener('abort', () => reject(new Error(`no ${type} in time`)), { once: true });
      });
    }
  }
}

const system = await systemUnderTest(t);
const owner = await somebody(system, 'Ada', 'artist');
const guest = await somebody(system, 'Bob');
const { id: trackId, durationMs } = await upload(owner, 'harbour-lights.mp3');
const session = await owner.music.createSession({ name: 'Bare', trackIds: [trackId] });
await guest.music.joinSession({ inviteCode: session.inviteCode });

async function seat(client: typeof owner, deviceId: string): Promise<BareSocket> {
  const { socketPath } = await client.music.createTicket({ sessionId: session.id, deviceId });
  return new BareSocket(system.musicUrl.replace('http', 'ws') + socketPath).opened();
}

const commandId = (): string => randomUUID();
const host = await seat(owner, 'host');
const snapshot = await host.next('snapshot');
t.teardown(() => host.close());

await t.test('the first message says everything', async (t) => {
  t.match(snapshot, {
    sessionId: session.id,
    playbackControl: 'owner',
    timeline: { revision: 0, state: 'stopped', anchorPositionMs: 0, rate: 1 },
    queue: [{ trackId, title: 'Harbour Lights', artistName: 'Ada', durationMs }],
  });
});

await t.test('a probe is answered with three times in order', async (t) => {
  host.send({ type: 'probe', probeId: 7, clientSendTimeUs: 123.5 });
  const reply = await host.next('probeReply');
  t.match(reply, { probeId: 7, clientSendTimeUs: 123.5 });
  t.ok(reply.serverSendTimeUs! >= reply.serverReceiveTimeUs!);
});

await t.test('play starts ahead of now, for everyone, once', async (t) => {
  const other = await seat(guest, 'guest');
  await other.next('snapshot');
  t.match(await host.next('memberJoined'), {
    member: { displayName: 'Bob', deviceId: 'guest', role: 'listener' },
  });
  const id = commandId();
  host.send({ type: 'play', commandId: id, revision: 0 });
  const [mine, theirs] = [await host.next('timeline'), await other.next('timeline')];
  t.strictSame(mine, theirs, 'the same message to both');
  t.match(mine, { commandId: id, timeline: { revision: 1, state: 'playing', anchorPositionMs: 0 } });
  const leadTimeMs = mine.leadTimeMs!;
  t.ok(leadTimeMs >= 150 && leadTimeMs <= 3000, `lead of ${leadTimeMs} ms`);

  host.send({ type: 'play', commandId: id, revision: 0 });
  t.match(await host.next('ack'), { commandId: id, revision: 1 });

  const late = await seat(guest, 'late');
  t.match(
    await late.next('snapshot'),
    { timeline: { revision: 1, state: 'playing' } },
    'a late joiner finds it playing',
  );
  for (const socket of [other, late]) socket.close();
});

await t.test('what is refused changes nothing', async (t) => {
  const stale = commandId();
  host.send({ type: 'pause', commandId: stale, revision: 0 });
  t.match(await host.next('problem'), { code: 'STALE_REVISION', commandId: stale, revision: 1 });
  host.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: durationMs + 1000 });
  t.match(await host.next('problem'), { code: 'POSITION_BEYOND_END' });
  host.send({
    type: 'play',
    commandId: commandId(),
    revision: 1,
    queueItemId: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
  });
  t.match(await host.next('problem'), { code: 'QUEUE_ITEM_NOT_FOUND' });
  host.send({ type: 'play', commandId: 'x', revision: -1 });
  t.match(await host.next('problem'), { code: 'VALIDATION_FAILED', errors: [{ field: 'commandId' }] });
  host.send({ type: 'dance' });
  t.match(await host.next('problem'), { code: 'UNKNOWN_MESSAGE' });
  host.send('{not json');
  t.match(await host.next('problem'), { code: 'MALFORMED_MESSAGE' });

  const listener = await seat(guest, 'guest');
  const { timeline } = await listener.next('snapshot');
  t.match(timeline, { revision: 1, state: 'playing' });
  const theirs = commandId();
  listener.send({ type: 'pause', commandId: theirs, revision: 1 });
  t.match(await listener.next('problem'), { code: 'FORBIDDEN', commandId: theirs });
  listener.close();
});

await t.test('seek and pause', async (t) => {
  host.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 5000 });
  t.match(await host.next('timeline'), {
    timeline: { revision: 2, state: 'playing', anchorPositionMs: 5000 },
  });
  host.send({ type: 'pause', commandId: commandId(), revision: 2 });
  t.match(await host.next('timeline'), { timeline: { revision: 3, state: 'paused' } });
});

await t.test('one that asks what it missed is told', async (t) => {
  const { epoch } = snapshot.timeline!;
  host.send({ type: 'resume', epoch, revision: 1 });
  t.match(await host.next('timeline'), { timeline: { revision: 2 } });
  t.match(await host.next('timeline'), { timeline: { revision: 3 } });
});

await t.test('a frame over 64 KiB ends the socket with 1009, the end of the session with 4004', async (t) => {
  const greedy = await seat(guest, 'greedy');
  greedy.send('x'.repeat(64 * 1024 + 1));
  t.equal(await greedy.closed, 1009);
  await owner.music.endSession({ sessionId: session.id });
  t.equal(await host.closed, 4004);
});
