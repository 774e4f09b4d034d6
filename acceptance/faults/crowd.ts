// One of two music instances is killed while a session has a thousand members, half of them on each. Measures how soon
// all are back at the other instance, how that one answers until then, and how soon commands reach all members.
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { poll } from '@downbeat/deploy/poll';
import { percentile } from '@downbeat/timing';
import { WebSocket } from 'ws';
import { signedInClient } from '../system/clients.ts';
import { silentWav } from '../system/wav.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { broken, type DrillContext, type Outcome } from './drill.ts';

const COMMANDS = 20;
const PARALLEL_JOINS = 8;
const RETRY_MS = 250;
/** Longer than the aim, so that the figures show how far from it they are. */
const BACK_WITHIN_MS = 60_000;
const HEALTH_EVERY_MS = 50;
const AIMS = { 'all back ms': 5_000, 'longest /healthz ms': 1_000, 'command p99 ms': 500 };

/** An access token as auth makes it: a thousand registrations would take minutes. */
function accessToken(secret: string, name: string): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const [sub, sid, jti] = [randomUUID(), randomUUID(), randomUUID()];
  const times = { iat: nowSeconds, exp: nowSeconds + 3_600 };
  const issued = { iss: 'downbeat', aud: 'downbeat-api', ...times };
  const claims = { sub, sid, jti, role: 'listener', name, email_verified: true, ...issued };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** One device, which comes back as the SDK does. It parses as little as possible: all of them share this process. */
class Member {
  readonly failures: string[] = [];
  onTimeline: (text: string) => void = () => undefined;
  /** Where it connects; the other instance after its own was killed. */
  url: string;
  socket: WebSocket | undefined;
  /** When the last snapshot came; 0 while there is none. */
  snapshotMs = 0;
  #spreadMs = 0;
  #left = false;
  readonly #headers: Record<string, string>;
  readonly #sessionId: string;

  constructor(url: string, token: string, sessionId: string) {
    this.url = url;
    this.#sessionId = sessionId;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  async post(path: string, body: object): Promise<{ socketPath: string }> {
    const options = { method: 'POST', headers: this.#headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/api/music/sessions/${path}`, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    return JSON.parse(text) as { socketPath: string };
  }

  /** Opens a socket, in as many tries as it takes; resolves when its snapshot has come. */
  async connect(): Promise<void> {
    while (!this.#left) {
      try {
        await this.#connectOnce();
        return;
      } catch (error) {
        this.failures.push((error as Error).message);
        await sleep(RETRY_MS);
      }
    }
  }

  leave(): void {
    this.#left = true;
    this.socket?.terminate();
  }

  async #connectOnce(): Promise<void> {
    const { socketPath } = await this.post(`${this.#sessionId}/tickets`, { deviceId: 'crowd' });
    this.socket = new WebSocket(this.url.replace('http', 'ws') + socketPath, { perMessageDeflate: false });
    this.socket.on('error', () => undefined);
    const snapshot = Promise.withResolvers<undefined>();
    this.socket.on('message', (data: Buffer) => {
      const isOf = (type: string): boolean => data.indexOf(`"type":"${type}"`) === 1;
      if (isOf('timeline')) this.onTimeline(data.toString());
      if (!isOf('snapshot')) return;
      this.#spreadMs = Number(/"reconnectSpreadMs":(\d+)/.exec(data.toString())?.[1]);
      this.snapshotMs = performance.now();
      snapshot.resolve(undefined);
    });
    this.socket.on('close', (code) => {
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
}

/** Asks for /healthz in a thread of its own, since this one is busy with its members; gives the longest answer time. */
function watchHealth(url: string): () => Promise<number> {
  const worker = new Worker(new URL('health-watch.ts', import.meta.url), {
    workerData: { url: `${url}/healthz`, everyMs: HEALTH_EVERY_MS },
  });
  return async () => {
    worker.postMessage('stop');
    const [longestMs] = (await once(worker, 'message')) as [number];
    return longestMs;
  };
}

/** User and system time of a process so far: fields 14 and 15 of /proc/pid/stat, in hundredths of a second. */
function cpuMs(system: SystemUnderTest, name: string): number {
  const stat = readFileSync(`/proc/${system.pidOf(name)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function openCrowd(system: SystemUnderTest, size: number): Promise<Member[]> {
  const artist = await signedInClient(system, 'Ada', 'artist');
  const { id: trackId } = await artist.music.createTrack({ audio: silentWav(3_600), title: 'Silence' });
  const { id, inviteCode } = await artist.music.createSession({
    trackIds: [trackId],
    playbackControl: 'everyone',
  });
  const urls = [system.musicUrl, system.secondMusicUrl];
  const secret = system.local!.secrets.jwtSecret;
  const members = Array.from(
    { length: size },
    (_, index) => new Member(urls[index % 2]!, accessToken(secret, `Member ${index}`), id),
  );
  const waiting = members.values();
  const joinSome = async (): Promise<void> => {
    for (const member of waiting) {
      const join = () => member.post('join', { inviteCode });
      await poll(join, { withinMs: BACK_WITHIN_MS, what: 'membership' });
      await member.connect();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_JOINS }, joinSome));
  return members;
}

/** Each command, from its sending until a member has it. */
async function commandTimes(members: readonly Member[]): Promise<number[]> {
  const times: number[] = [];
  for (let revision = 0; revision < COMMANDS; revision += 1) {
    const commandId = `command-${revision}`;
    const sentMs = performance.now();
    const arrived = members.map(
      (member) =>
        new Promise<number>((resolve) => {
          member.onTimeline = (text) => {
            if (text.includes(commandId)) resolve(performance.now() - sentMs);
          };
        }),
    );
    const command = { type: 'play', commandId, revision, positionMs: revision };
    members[0]!.socket!.send(JSON.stringify(command));
    times.push(...(await Promise.all(arrived)));
  }
  return times;
}

export async function crowd({ system, faults, isShort, log }: DrillContext): Promise<Outcome> {
  const members = await openCrowd(system, isShort ? 100 : Number(process.env.MEMBERS ?? 1_000));
  log(`${members.length} members joined`);
  const commands = await commandTimes(members);
  log('the commands have arrived');
  const killed = members.filter(({ url }) => url === system.secondMusicUrl);
  for (const member of members) member.failures.length = 0;
  for (const member of killed) member.url = system.musicUrl;
  const stopHealth = watchHealth(system.musicUrl);
  const cpuAtKill = cpuMs(system, 'music');
  const killedMs = performance.now();
  process.kill(system.pidOf('music2')!, 'SIGKILL');
  const missing = (): Member[] => killed.filter(({ snapshotMs }) => snapshotMs < killedMs);
  const allBack = async (): Promise<void> => {
    if (missing().length > 0) throw new Error(`${missing().length} members are not back`);
  };
  await poll(allBack, { withinMs: BACK_WITHIN_MS, what: 'all members' }).catch(() => undefined);
  const lost = missing().length;
  const backMs = killed.map(({ snapshotMs }) => snapshotMs - killedMs).filter((ms) => ms > 0);
  const failures = members.flatMap((member) => member.failures);
  const figures = {
    'back p50 ms': Math.round(percentile(backMs, 0.5)),
    'back p95 ms': Math.round(percentile(backMs, 0.95)),
    'all back ms': Math.round(Math.max(...backMs)),
    'failed tries': failures.length,
    'longest /healthz ms': Math.round(await stopHealth()),
    'CPU of the survivor ms': cpuMs(system, 'music') - cpuAtKill,
    'command p50 ms': Math.round(percentile(commands, 0.5)),
    'command p99 ms': Math.round(percentile(commands, 0.99)),
  };
  for (const failure of new Set(failures)) log(`a failed try: ${failure}`);
  for (const member of members) member.leave();
  await faults.recovered();
  return {
    ...{ attempted: killed.length, acknowledged: backMs.length, lost, duplicate: 0, unexpected: [], figures },
    failures: broken({
      'a member did not come back': lost === 0,
      ...Object.fromEntries(
        Object.entries(AIMS).map(([name, aim]) => [
          `${name} above ${aim}`,
          figures[name as keyof typeof AIMS] <= aim,
        ]),
      ),
    }),
  };
}
