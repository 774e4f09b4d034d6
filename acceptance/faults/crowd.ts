// One of two music instances is killed while a session has a thousand members, half of them on each. Measures how soon
// all are back at the other instance, how that one answers until then, and how soon commands reach all members.
import { fork, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { poll } from '@downbeat/deploy/poll';
import { percentile } from '@downbeat/timing';
import type { SystemUnderTest } from '../system/start.ts';
import { silentWav } from '../system/wav.ts';
import type { CrowdAnswers, CrowdRequests } from './crowd-members.ts';
import { broken, type DrillContext, type Outcome } from './drill.ts';
import { RoomMember } from './member.ts';

/** Members by the SDK, with an ear. */
const LISTENERS = 4;
const COMMANDS = 20;
const TRACK_SECONDS = 3_600;
const ALONE_MS = 3_000;
/** Longer than the aim, so that the figures show how far from it they are. */
const BACK_WITHIN_MS = 60_000;
const LISTENERS_WITHIN_MS = 30_000;
const HEALTH_EVERY_MS = 50;
const AIMS = {
  'all back ms': 5_000,
  'longest /healthz ms': 1_000,
  'command p99 ms': 500,
  'longest silence ms': 20,
};

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

interface Reply<T extends keyof CrowdAnswers> {
  id: number;
  answer: CrowdAnswers[T];
}

/** The members' process. Its priority is the normal one: on a busy machine, a lower one makes the members come late. */
class Crowd {
  readonly #child: ChildProcess;
  readonly #ended = new AbortController();
  #requests = 0;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'crowd-members.ts'));
    this.#child.once('exit', () => this.#ended.abort(new Error("the members' process has ended")));
  }

  async ask<T extends keyof CrowdRequests>(type: T, body: CrowdRequests[T]): Promise<CrowdAnswers[T]> {
    const id = (this.#requests += 1);
    this.#child.send({ id, type, body });
    for (;;) {
      const { signal } = this.#ended;
      const [reply] = (await once(this.#child, 'message', { signal })) as [Reply<T>];
      if (reply.id === id) return reply.answer;
    }
  }

  end(): void {
    this.#child.kill('SIGKILL');
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

/** A session that plays, with listeners by the SDK in it. */
async function openSession(system: SystemUnderTest) {
  const listeners: RoomMember[] = [];
  for (let turn = 0; turn < LISTENERS; turn += 1) listeners.push(await RoomMember.register(system, turn));
  const { music } = listeners[0]!.client;
  const { id: trackId } = await music.createTrack({ audio: silentWav(TRACK_SECONDS), title: 'Silence' });
  const { id, inviteCode } = await music.createSession({
    trackIds: [trackId],
    playbackControl: 'everyone',
  });
  for (const { client } of listeners.slice(1)) await client.music.joinSession({ inviteCode });
  for (const listener of listeners) await listener.enter(id);
  return { id, inviteCode, listeners };
}

/** Kills one instance; resolves when all of its members are back at the other one, or after a minute. */
async function killAndWait({ system }: DrillContext, crowd: Crowd) {
  await crowd.ask('move', { url: system.musicUrl });
  const stopHealth = watchHealth(system.musicUrl);
  const cpuBeforeMs = cpuMs(system, 'music');
  const killedMs = Date.now();
  process.kill(system.pidOf('music2')!, 'SIGKILL');
  let status = await crowd.ask('status', { sinceMs: killedMs });
  const allBack = async (): Promise<void> => {
    status = await crowd.ask('status', { sinceMs: killedMs });
    if (status.missing > 0) throw new Error(`${status.missing} members are not back`);
  };
  await poll(allBack, { withinMs: BACK_WITHIN_MS, everyMs: 250, what: 'all members' }).catch(() => undefined);
  const usedMs = cpuMs(system, 'music') - cpuBeforeMs;
  return { ...status, usedMs, longestHealthMs: await stopHealth() };
}

export async function crowd(context: DrillContext): Promise<Outcome> {
  const { system, faults, teardown, isShort, log } = context;
  const { listeners, ...session } = await openSession(system);
  const members = new Crowd();
  teardown.teardown(async () => members.end());
  const size = isShort ? 100 : Number(process.env.MEMBERS ?? 1_000);
  const secret = system.local!.secrets.jwtSecret;
  const tokens = Array.from({ length: size - LISTENERS }, (_, index) =>
    accessToken(secret, `Member ${index}`),
  );
  const urls = [system.musicUrl, system.secondMusicUrl];
  const cpuBeforeMs = cpuMs(system, 'music');
  await members.ask('join', { ...session, sessionId: session.id, urls, tokens });
  const joinsMs = cpuMs(system, 'music') - cpuBeforeMs;
  log(`${size} members joined`);
  const commands = await members.ask('command', { count: COMMANDS });
  const survivor = system.pidOf('music');
  // What the joins have left to do is not the return's.
  await sleep(ALONE_MS);
  const back = await killAndWait(context, members);
  log('the members are back');
  commands.push(...(await members.ask('command', { count: COMMANDS })));
  const allOpen = async (): Promise<void> => {
    if (!listeners.every(({ isOpen }) => isOpen)) throw new Error('a listener is not back');
  };
  const areOpen = await poll(allOpen, { withinMs: LISTENERS_WITHIN_MS, what: 'all listeners' }).then(
    () => true,
    () => false,
  );
  const figures = {
    'back p50 ms': Math.round(percentile(back.backMs, 0.5)),
    'back p95 ms': Math.round(percentile(back.backMs, 0.95)),
    'all back ms': Math.max(...back.backMs),
    'failed tries': back.failures.length,
    'longest /healthz ms': Math.round(back.longestHealthMs),
    'CPU per return ms': Math.round((back.usedMs / back.backMs.length) * 10) / 10,
    'CPU per first join ms': Math.round((joinsMs / (size / 2)) * 10) / 10,
    'messages per return': Math.round(back.messages / back.backMs.length),
    'bytes per return': Math.round(back.bytes / back.backMs.length),
    'command p50 ms': Math.round(percentile(commands, 0.5)),
    'command p99 ms': Math.round(percentile(commands, 0.99)),
    'longest silence ms': Math.round(Math.max(...listeners.map(({ ear }) => ear.longestSilenceMs()))),
  };
  for (const failure of new Set(back.failures)) log(`a failed try: ${failure}`);
  const isSurvivor = system.pidOf('music') === survivor;
  for (const listener of listeners) listener.leave();
  members.end();
  await faults.recovered();
  const [attempted, acknowledged] = [back.backMs.length + back.missing, back.backMs.length];
  return {
    ...{ attempted, acknowledged, lost: back.missing, duplicate: 0, unexpected: [], figures },
    failures: broken({
      'a member did not come back': back.missing === 0,
      'a listener did not come back': areOpen,
      'the other instance was restarted': isSurvivor,
      ...Object.fromEntries(
        Object.entries(AIMS).map(([name, aim]) => [
          `${name} above ${aim}`,
          figures[name as keyof typeof AIMS] <= aim,
        ]),
      ),
    }),
  };
}
