import { newId } from '@downbeat/shared/ids';
import { testBackends, type TestBackends } from '@downbeat/shared/test-kit';
import { applyQueueChanges } from '@downbeat/timing';
import type { Test } from 'tap';
import type { QueueItem, QueueOperation } from '../../../src/generated/listening.schemas.gen.ts';
import type { ListeningSession, Ticket } from '../../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../../kit/files.ts';
import { startMusic, type Music, type MusicOptions, type Person } from '../../kit/music.ts';
import type { MonotonicClock } from '../../../src/listening/store/reference-clock.ts';
import { TestClient } from './client.ts';

export const TRACK_SECONDS = 120;

export interface Harness {
  readonly backends: TestBackends;
  readonly music: Music;
  readonly owner: Person;
  readonly trackIds: string[];
  /** Uploads a silent track of `owner`, and returns its id. */
  upload(seconds: number, title?: string): Promise<string>;
  /** Starts another instance on the same servers. */
  instance(options?: Partial<MusicOptions>): Promise<Music>;
  /** Creates a session of `owner` with every track. */
  session(change?: object): Promise<ListeningSession>;
  /** A new person who has joined the session by its invite code. */
  guest(session: ListeningSession, name?: string): Promise<Person>;
  /** A ticket of `owner`. */
  ticket(session: { id: string }, deviceId?: string): Promise<Ticket>;
  /** Opens a socket with a ticket. */
  open(ticket: Ticket, options?: Omit<ConnectOptions, 'deviceId' | 'deviceName'>): TestClient;
  connect(session: { id: string }, who: Person, options?: ConnectOptions): Promise<TestClient>;
}

export interface ConnectOptions {
  readonly at?: Music;
  readonly deviceId?: string;
  readonly deviceName?: string;
  readonly clock?: MonotonicClock;
}

export async function json<T>(response: Response, status: number): Promise<T> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`expected ${status}, got ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

export function commandId(): string {
  return newId();
}

/** Sends `play`, and returns the new timeline that every member receives. */
export async function play(client: TestClient, revision = 0) {
  client.send({ type: 'play', commandId: commandId(), revision });
  return (await client.next('timeline')).timeline;
}

/** Sends an edit of the queue, and returns its effect, which every member receives. */
export async function edit(client: TestClient, revision: number, ...operations: QueueOperation[]) {
  const id = commandId();
  client.send({ type: 'queue', commandId: id, revision, operations });
  const answer = await client.answerTo(id);
  if (answer.type !== 'queueChanged') throw new Error(`expected the edit, got ${JSON.stringify(answer)}`);
  return answer;
}

/** Sends a command that is refused, and returns the refusal without its id. */
export async function refusal(client: TestClient, command: object) {
  const id = commandId();
  client.send({ commandId: id, ...command });
  const answer = await client.answerTo(id);
  if (answer.type !== 'problem') throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`);
  const { code, detail, revision, errors } = answer;
  return {
    code,
    ...(detail && { detail }),
    ...(revision !== undefined && { revision }),
    ...(errors && { errors }),
  };
}

/** The queue as a member has it, from its first snapshot and all changes since. */
export function queueOf({ messages }: TestClient): QueueItem[] {
  return messages.reduce<readonly QueueItem[]>((queue, message) => {
    if (message.type === 'snapshot') return message.queue;
    return message.type === 'queueChanged' ? applyQueueChanges(queue, message.changes) : queue;
  }, []) as QueueItem[];
}

export async function ticketFor(
  music: Music,
  sessionId: string,
  who: Person,
  deviceId = 'laptop',
  deviceName?: string,
): Promise<Ticket> {
  const path = `/api/music/sessions/${sessionId}/tickets`;
  const device = { deviceId, ...(deviceName !== undefined && { deviceName }) };
  return json<Ticket>(await music.send('POST', path, who, device), 201);
}

async function uploadTrack(music: Music, artist: Person, seconds: number, title: string): Promise<string> {
  const form = audioForm(silentWav(seconds, 1000), 'silence.wav', { title });
  return (await json<{ id: string }>(await music.upload(form, artist), 201)).id;
}

/** A music service with two tracks, and helpers to create sessions, guests and sockets. */
export async function createHarness(t: Test, options: Partial<MusicOptions> = {}): Promise<Harness> {
  const { backends = await testBackends(t) } = options;
  const music = await startMusic(t, { ...options, backends });
  const owner = music.person('artist', 'Ada');
  const upload = (seconds: number, title = `${seconds} s`) => uploadTrack(music, owner, seconds, title);
  const open: Harness['open'] = ({ socketPath }, { at = music, clock } = {}) => {
    const url = at.baseUrl.replace('http', 'ws') + socketPath;
    const client = new TestClient(url, clock === undefined ? {} : { clock });
    t.teardown(() => client.socket.terminate());
    return client;
  };
  const trackIds = [await upload(TRACK_SECONDS, 'Silence 1'), await upload(TRACK_SECONDS, 'Silence 2')];
  return {
    backends,
    music,
    owner,
    trackIds,
    upload,
    instance: (more = {}) => startMusic(t, { backends, env: { STORAGE_DIR: music.storageDir }, ...more }),
    async session(change = {}) {
      return json(await music.send('POST', '/api/music/sessions', owner, { trackIds, ...change }), 201);
    },
    async guest({ inviteCode }, name = 'Bea') {
      const guest = music.person('listener', name);
      await json(await music.send('POST', '/api/music/sessions/join', guest, { inviteCode }), 200);
      return guest;
    },
    ticket: ({ id }, deviceId) => ticketFor(music, id, owner, deviceId),
    open,
    async connect({ id }, who, { deviceId, deviceName, ...options } = {}) {
      return open(await ticketFor(options.at ?? music, id, who, deviceId, deviceName), options);
    },
  };
}
