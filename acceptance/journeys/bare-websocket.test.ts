// A listening session as a program sees it that knows nothing but RFC 6455 and listening.yaml.
import { randomUUID } from 'node:crypto';
import t from 'tap';
import { WebSocket } from 'ws';
import { type ServerMessage, serverMessageOf } from '../system/listening-contract.ts';
import { somebody, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';

const MESSAGE_DEADLINE_MS = 5000;

/** A socket that keeps what arrives, if the contract allows it, until somebody asks for it. */
class BareSocket {
  readonly #socket: WebSocket;
  readonly #received: ServerMessage[] = [];
  #wake = (): void => undefined;
  readonly closed: Promise<number>;

  constructor(url: string, options: { origin?: string } = {}) {
    this.#socket = new WebSocket(url, options);
    // A wrong message is nothing that anybody asks for: thrown from here, it fails whichever test is running.
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

  /** The next message of a type; others before it stay for later. */
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

/** How the refusal of a message is expected to look, whole. */
function refusal(code: string, title: string, more: object = {}): object {
  return { type: 'problem', code, title, ...more };
}

await t.test('what is refused changes nothing', async (t) => {
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

  const listener = await seat(guest, 'guest');
  const { timeline } = await listener.next('snapshot');
  t.match(timeline, { revision: 1, state: 'playing' });
  listener.send({ type: 'pause', commandId: id, revision: 1 });
  t.strictSame(
    await listener.next('problem'),
    refusal('FORBIDDEN', 'Your role does not allow this here', {
      detail: 'In this session only the owner may play, pause and seek',
      commandId: id,
    }),
  );
  listener.close();
});

await t.test('what is no message is refused by name', async (t) => {
  host.send({ type: 'play', commandId: 'x', revision: -1 });
  t.strictSame(
    await host.next('problem'),
    refusal('VALIDATION_FAILED', 'The message does not match the contract', {
      errors: [
        { field: 'commandId', message: 'must NOT have fewer than 8 characters' },
        { field: 'revision', message: 'must be >= 0' },
      ],
      commandId: 'x',
    }),
  );
  host.send({ type: 'dance' });
  t.strictSame(
    await host.next('problem'),
    refusal('UNKNOWN_MESSAGE', 'There is no message of this type', {
      detail: 'Known are probe, play, pause, seek, resume, report',
    }),
  );
  host.send('{not json');
  t.strictSame(
    await host.next('problem'),
    refusal('MALFORMED_MESSAGE', 'This is not a JSON message with a type'),
  );
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
