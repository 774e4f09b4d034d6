// A listening session without the SDK: a plain WebSocket client (RFC 6455) and the messages of listening.yaml.
import { randomUUID } from 'node:crypto';
import t from 'tap';
import { WebSocket } from 'ws';
import { type ServerMessage, serverMessageOf } from '../system/listening-contract.ts';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

const MESSAGE_DEADLINE_MS = 5000;

/** A socket that checks each received message against the contract and keeps it until `next` takes it. */
class TestSocket {
  readonly #socket: WebSocket;
  readonly #received: ServerMessage[] = [];
  #wake = (): void => undefined;
  readonly closed: Promise<number>;

  constructor(url: string, options: { origin?: string } = {}) {
    this.#socket = new WebSocket(url, options);
    // An error thrown here, for a message that breaks the contract, fails the running test.
    this.#socket.on('message', (data: Buffer) => {
      this.#received.push(serverMessageOf(data.toString()));
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

  /** Takes the next message of a type; messages of other types are kept. */
  async next(type: string): Promise<ServerMessage> {
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

// The length of a track must not change while the test compares it.
const system = await systemUnderTest(t, { env: { MUSIC_ANALYSES_AT_ONCE: '0' } });
const owner = await signedInClient(system, 'Ada', 'artist');
const guest = await signedInClient(system, 'Bob');
const { id: trackId, durationMs } = await upload(owner, 'harbour-lights.mp3');
const session = await owner.music.createSession({ name: 'Bare', trackIds: [trackId] });
await guest.music.joinSession({ inviteCode: session.inviteCode });

async function connect(client: typeof owner, deviceId: string): Promise<TestSocket> {
  const { socketPath } = await client.music.createTicket({ sessionId: session.id, deviceId });
  return new TestSocket(system.musicUrl.replace('http', 'ws') + socketPath).opened();
}

const commandId = (): string => randomUUID();
const host = await connect(owner, 'host');
const snapshot = await host.next('snapshot');
t.teardown(() => host.close());

await t.test('the first message is a snapshot with timeline and queue', async (t) => {
  t.match(snapshot, {
    sessionId: session.id,
    playbackControl: 'owner',
    timeline: { revision: 0, state: 'stopped', anchorPositionMs: 0, rate: 1 },
    queue: [{ trackId, title: 'Harbour Lights', artistName: 'Ada', durationMs }],
  });
});

await t.test('a probe is answered with the times of sending, receipt and reply', async (t) => {
  host.send({ type: 'probe', probeId: 7, clientSendTimeUs: 123.5 });
  const reply = await host.next('probeReply');
  t.match(reply, { probeId: 7, clientSendTimeUs: 123.5 });
  t.ok(reply.serverSendTimeUs! >= reply.serverReceiveTimeUs!);
});

await t.test(
  'play is sent to all members with a lead time, and repeated commands have no effect',
  async (t) => {
    const other = await connect(guest, 'guest');
    await other.next('snapshot');
    t.match(await host.next('memberJoined'), {
      member: { displayName: 'Bob', deviceId: 'guest', role: 'listener' },
    });
    const id = commandId();
    host.send({ type: 'play', commandId: id, revision: 0 });
    const [mine, theirs] = [await host.next('timeline'), await other.next('timeline')];
    t.strictSame(mine, theirs, 'both get the same message');
    t.match(mine, { commandId: id, timeline: { revision: 1, state: 'playing', anchorPositionMs: 0 } });
    const leadTimeMs = mine.leadTimeMs!;
    t.ok(leadTimeMs >= 150 && leadTimeMs <= 3000, `lead of ${leadTimeMs} ms`);

    host.send({ type: 'play', commandId: id, revision: 0 });
    t.match(await host.next('ack'), { commandId: id, revision: 1 });

    const late = await connect(guest, 'late');
    t.match(
      await late.next('snapshot'),
      { timeline: { revision: 1, state: 'playing' } },
      'a member who joins later gets the playing timeline',
    );
    for (const socket of [other, late]) socket.close();
  },
);

/** The whole `problem` message that is expected. */
function refusal(code: string, title: string, more: object = {}): object {
  return { type: 'problem', code, title, ...more };
}

await t.test(
  'refuses a stale revision, a position beyond the end, an unknown item and a listener without control',
  async (t) => {
    const id = commandId();
    host.send({ type: 'pause', commandId: id, revision: 0 });
    const staleTitle = 'The session has changed since the revision that this command was based on';
    t.strictSame(
      await host.next('problem'),
      refusal('STALE_REVISION', staleTitle, { commandId: id, revision: 1 }),
    );
    host.send({ type: 'seek', commandId: id, revision: 1, positionMs: durationMs + 1000 });
    const detail = `The track is ${durationMs} ms long`;
    t.strictSame(
      await host.next('problem'),
      refusal('POSITION_BEYOND_END', 'The track ends before this position', { detail, commandId: id }),
    );
    const queueItemId = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';
    host.send({ type: 'play', commandId: id, revision: 1, queueItemId });
    t.strictSame(
      await host.next('problem'),
      refusal('QUEUE_ITEM_NOT_FOUND', 'There is no such item in the queue', { commandId: id }),
    );

    const listener = await connect(guest, 'guest');
    const { timeline } = await listener.next('snapshot');
    t.match(timeline, { revision: 1, state: 'playing' });
    listener.send({ type: 'pause', commandId: id, revision: 1 });
    t.strictSame(
      await listener.next('problem'),
      refusal('FORBIDDEN', 'Your role does not allow this here', {
        detail: 'In this session only the owner and co-hosts may control playback',
        commandId: id,
      }),
    );
    listener.close();
  },
);

await t.test('refuses invalid fields, an unknown type and malformed JSON with a code for each', async (t) => {
  host.send({ type: 'play', commandId: 'x', revision: -1 });
  t.strictSame(
    await host.next('problem'),
    refusal('VALIDATION_FAILED', 'The message does not match the contract', {
      errors: [
        { field: 'commandId', message: 'must be at least 8 characters' },
        { field: 'revision', message: 'must be at least 0' },
      ],
      commandId: 'x',
    }),
  );
  host.send({ type: 'dance' });
  t.strictSame(
    await host.next('problem'),
    refusal('UNKNOWN_MESSAGE', 'There is no message of this type', {
      detail:
        'Known are probe, play, pause, seek, next, previous, repeat, queue, resume, report, presence, outputs',
    }),
  );
  host.send('{not json');
  t.strictSame(
    await host.next('problem'),
    refusal('MALFORMED_MESSAGE', 'This is not a JSON message with a type'),
  );
});

await t.test('seek and pause each write a new revision', async (t) => {
  host.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 5000 });
  t.match(await host.next('timeline'), {
    timeline: { revision: 2, state: 'playing', anchorPositionMs: 5000 },
  });
  host.send({ type: 'pause', commandId: commandId(), revision: 2 });
  t.match(await host.next('timeline'), { timeline: { revision: 3, state: 'paused' } });
});

await t.test('resume sends the revisions that the client missed', async (t) => {
  const { epoch } = snapshot.timeline!;
  host.send({ type: 'resume', epoch, revision: 1 });
  t.match(await host.next('timeline'), { timeline: { revision: 2 } });
  t.match(await host.next('timeline'), { timeline: { revision: 3 } });
});

await t.test(
  'closes with 1009 after a frame over 64 KiB and with 4004 at the end of the session',
  async (t) => {
    const tooLarge = await connect(guest, 'too-large');
    tooLarge.send('x'.repeat(64 * 1024 + 1));
    t.equal(await tooLarge.closed, 1009);
    await owner.music.endSession({ sessionId: session.id });
    t.equal(await host.closed, 4004);
  },
);
