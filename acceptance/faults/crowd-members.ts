// The members of the crowd drill, in a process of their own. Each comes back as the SDK does, and parses as little as
// possible: all of them share one thread. Takes requests over the channel to its parent and answers each.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { BURST_INTERVAL_MS, BURST_SIZE } from '@downbeat/timing';
import { WebSocket } from 'ws';

export interface CrowdRequests {
  /** Joins the session and opens a socket, by each member. */
  join: { urls: string[]; tokens: string[]; sessionId: string; inviteCode: string };
  /** The other instance is about to be killed: all members connect to this one from now on. */
  move: { url: string };
  /** Gives one command after the other; answers with the times until the members have it. */
  command: { count: number };
  /** Which of the moved members have had a snapshot since then (`Date.now()`), and the tries that failed so far. */
  status: { sinceMs: number };
}

export interface CrowdAnswers {
  join: undefined;
  move: undefined;
  command: number[];
  /** How long after `sinceMs` each member was back. */
  status: { backMs: number[]; missing: number; failures: string[]; messages: number; bytes: number };
}

const PARALLEL_JOINS = 16;
const RETRY_MS = 250;
const JOIN_WITHIN_MS = 60_000;
const CALL_MS = 5_000;
const COMMAND_WITHIN_MS = 10_000;
/** As the SDK's clock does it after it has connected. */
const PROBE_GAP_MS = 15;
const FIRST_INTERVALS_MS = [500, 1_000, 2_000, 4_000];
const REPORT = JSON.stringify({ type: 'report', roundTripP95Ms: 5, outputDelayMs: 20 });

const agent = new Agent({ keepAlive: true });
const received = { messages: 0, bytes: 0 };
let members: Member[] = [];
let revision = 0;

/** One device. */
class Member {
  readonly failures: string[] = [];
  onTimeline: (text: string) => void = () => undefined;
  url: string;
  socket: WebSocket | undefined;
  isMoved = false;
  /** When the last snapshot came, on `Date.now()`; 0 while there is none. */
  snapshotMs = 0;
  #spreadMs = 0;
  #probes = 0;
  #timers = new Set<NodeJS.Timeout>();
  readonly #headers: Record<string, string>;
  readonly #sessionId: string;

  constructor(url: string, token: string, sessionId: string) {
    this.url = url;
    this.#sessionId = sessionId;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  post(path: string, body: object): Promise<{ socketPath: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ socketPath: string }>();
    const options = { method: 'POST', headers: this.#headers, agent, timeout: CALL_MS };
    const call = request(`${this.url}/api/music/sessions/${path}`, options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        if (response.statusCode! < 300) resolve(JSON.parse(text) as { socketPath: string });
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    call.on('timeout', () => call.destroy(new Error('a call was not answered in time')));
    call.on('error', reject);
    call.end(JSON.stringify(body));
    return promise;
  }

  /** Opens a socket, in as many tries as it takes; resolves when its snapshot has come. */
  async connect(): Promise<void> {
    for (;;) {
      try {
        await this.#connectOnce();
        return;
      } catch (error) {
        this.failures.push((error as Error).message);
        await sleep(Math.random() * RETRY_MS);
      }
    }
  }

  async #connectOnce(): Promise<void> {
    const { socketPath } = await this.post(`${this.#sessionId}/tickets`, { deviceId: 'crowd' });
    const options = { perMessageDeflate: false, handshakeTimeout: CALL_MS, skipUTF8Validation: true };
    this.socket = new WebSocket(this.url.replace('http', 'ws') + socketPath, options);
    const snapshot = Promise.withResolvers<undefined>();
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => {
      received.messages += 1;
      received.bytes += data.length;
      const isOf = (type: string): boolean => data.indexOf(`"type":"${type}"`) === 1;
      if (isOf('timeline')) this.onTimeline(data.toString());
      if (!isOf('snapshot')) return;
      this.#spreadMs = Number(/"reconnectSpreadMs":(\d+)/.exec(data.toString())?.[1]);
      this.snapshotMs = Date.now();
      // On a later socket in the same epoch the SDK does not hurry.
      this.#probe(this.#probes === 0 ? 0 : FIRST_INTERVALS_MS.length);
      snapshot.resolve(undefined);
    });
    this.socket.on('close', (code) => {
      for (const timer of this.#timers) clearTimeout(timer);
      this.#timers.clear();
      snapshot.reject(new Error(`closed with ${code}`));
      if (this.snapshotMs > 0) void this.#comeBack();
    });
    await snapshot.promise;
  }

  async #comeBack(): Promise<void> {
    this.snapshotMs = 0;
    await sleep(Math.random() * this.#spreadMs);
    await this.connect();
  }

  #probe(round: number): void {
    for (let index = 0; index < BURST_SIZE; index += 1) {
      const text = (): string =>
        `{"type":"probe","probeId":${(this.#probes += 1)},"clientSendTimeUs":${performance.now() * 1000}}`;
      this.#after(index * PROBE_GAP_MS, () => this.socket?.send(text()));
    }
    this.#after(BURST_SIZE * PROBE_GAP_MS, () => this.socket?.send(REPORT));
    this.#after(FIRST_INTERVALS_MS[round] ?? BURST_INTERVAL_MS, () => this.#probe(round + 1));
  }

  #after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }
}

async function joinAll({ urls, tokens, sessionId, inviteCode }: CrowdRequests['join']): Promise<undefined> {
  members = tokens.map((token, index) => new Member(urls[index % urls.length]!, token, sessionId));
  const waiting = members.values();
  const joinSome = async (): Promise<void> => {
    for (const member of waiting) {
      const join = () => member.post('join', { inviteCode });
      await poll(join, { withinMs: JOIN_WITHIN_MS, what: 'membership' });
      await member.connect();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_JOINS }, joinSome));
  return undefined;
}

/** The time until each member has one command; what a member has not received within 10 s counts as that. */
async function giveCommand(): Promise<number[]> {
  const commandId = `command-${revision}`;
  const sentMs = performance.now();
  const arrived = members.map((member) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    member.onTimeline = (text) => {
      if (text.includes(commandId)) resolve(performance.now() - sentMs);
    };
    return Promise.race([promise, sleep(COMMAND_WITHIN_MS, COMMAND_WITHIN_MS, { ref: false })]);
  });
  const command = { type: 'play', commandId, revision, positionMs: revision };
  members[0]!.socket!.send(JSON.stringify(command));
  revision += 1;
  return Promise.all(arrived);
}

type Handlers = {
  [T in keyof CrowdRequests]: (body: CrowdRequests[T]) => CrowdAnswers[T] | Promise<CrowdAnswers[T]>;
};

const handlers: Handlers = {
  join: joinAll,
  move({ url }) {
    for (const member of members) {
      member.failures.length = 0;
      member.isMoved = member.url !== url;
      member.url = url;
    }
    Object.assign(received, { messages: 0, bytes: 0 });
    return undefined;
  },
  async command({ count }) {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) times.push(...(await giveCommand()));
    return times;
  },
  status({ sinceMs }) {
    const moved = members.filter(({ isMoved }) => isMoved);
    const backMs = moved.map(({ snapshotMs }) => snapshotMs - sinceMs).filter((ms) => ms > 0);
    const failures = members.flatMap((member) => member.failures);
    return { backMs, missing: moved.length - backMs.length, failures, ...received };
  },
};

process.on('message', ({ id, type, body }: { id: number; type: keyof CrowdRequests; body: never }) => {
  const handle: (body: never) => unknown = handlers[type];
  // A failure ends this process, and the drill with it.
  void Promise.resolve(handle(body)).then((answer) => process.send!({ id, answer }));
});
// A crowd whose drill was killed must not go on: it would load whatever has its ports next.
process.once('disconnect', () => process.exit(1));
