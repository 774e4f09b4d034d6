// Many sockets on one music instance that only listen: their memory, and the processor time of their heartbeat. `SOCKETS=2000`
// for fewer.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { newId } from '@downbeat/shared/ids';
import jsonwebtoken from 'jsonwebtoken';
import { bearer } from '../system/http.ts';
import { cpuMs, openAll } from './audience.ts';
import type { Bench, Row, Sample } from './contest.ts';

const { SOCKETS = '10000' } = process.env;
const SMOKE_SOCKETS = 5;
/** A room may have 1,000 members, with its owner. */
const ROOM_MEMBERS = 800;
/** Two heartbeats of each socket. */
const WATCHED_MS = 20_000;
const SMOKE_WATCHED_MS = 500;
const CALL_LIMIT_MS = 30_000;
const MEMORY = 'kB of memory for a socket';
const CPU = '% of a core for heartbeats';

/** The header of an account that music has not met: it trusts what auth's secret has signed. */
function listener(jwtSecret: string): Record<string, string> {
  const claims = { sub: newId(), sid: newId(), jti: newId(), role: 'listener', name: 'Crowd' };
  const options = { issuer: 'downbeat', audience: 'downbeat-api', expiresIn: '1h' } as const;
  return bearer(jsonwebtoken.sign({ ...claims, email_verified: true }, jwtSecret, options));
}

async function send<T>(url: string, headers: Record<string, string>, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

function snapshot(socket: WebSocket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  socket.once('message', () => resolve(undefined));
  return promise;
}

/** Fills a room with members that each have an account of their own. */
async function fillRoom({ system, library }: Bench, members: number): Promise<WebSocket[]> {
  const { trackIds } = await library();
  const { jwtSecret } = system.local!.secrets;
  const sessions = `${system.musicUrl}/api/music/sessions`;
  const owner = listener(jwtSecret);
  const room = { trackIds: trackIds.slice(0, 1) };
  const { id, inviteCode } = await send<{ id: string; inviteCode: string }>(sessions, owner, room);
  const urls = Array.from({ length: members }, () => async () => {
    const headers = listener(jwtSecret);
    await send(`${sessions}/join`, headers, { inviteCode });
    const ticket = await send<{ socketPath: string }>(`${sessions}/${id}/tickets`, headers, {
      deviceId: 'one',
    });
    return system.musicUrl.replace('http', 'ws') + ticket.socketPath;
  });
  return openAll(urls, snapshot);
}

const residentKilobytes = (pid: number): number =>
  (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e3;

export const sockets: Row = async (bench) => {
  const count = bench.isSmoke ? SMOKE_SOCKETS : Number(SOCKETS);
  const watchedMs = bench.isSmoke ? SMOKE_WATCHED_MS : WATCHED_MS;
  const pid = bench.system.pidOf('music')!;
  const measure = async (): Promise<Sample> => {
    const beforeKilobytes = residentKilobytes(pid);
    const beforeMs = await busyMs(pid, watchedMs);
    for (let open = 0; open < count; open += ROOM_MEMBERS) {
      const room = await fillRoom(bench, Math.min(ROOM_MEMBERS, count - open));
      bench.teardown(async () => room.forEach((socket) => socket.terminate()));
    }
    await sleep(bench.isSmoke ? 0 : WATCHED_MS);
    const withMs = await busyMs(pid, watchedMs);
    return {
      [MEMORY]: (residentKilobytes(pid) - beforeKilobytes) / count,
      [CPU]: (100 * (withMs - beforeMs)) / watchedMs,
    };
  };
  return {
    ours: { name: 'Downbeat', measure },
    baselines: [],
    aims: [
      { figure: MEMORY, better: 'lower', limit: 20 },
      { figure: CPU, better: 'lower', limit: 10 },
    ],
    isMeasuredOnce: true,
  };
};

/** The processor time of a process in the next `ms`. */
async function busyMs(pid: number, ms: number): Promise<number> {
  const before = cpuMs(pid);
  await sleep(ms);
  return cpuMs(pid) - before;
}
