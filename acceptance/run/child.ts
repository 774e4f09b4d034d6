import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portNames, portVariable, type Ports } from '@downbeat/deploy/ports';
import { freePorts } from '@downbeat/deploy/free-ports';
import { poll } from '@downbeat/deploy/poll';
import { testBackends } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';

export const root = join(import.meta.dirname, '../..');

/** What `make run` becomes, as a program of its own. */
export interface Run {
  ports: Ports;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  /** What it has printed so far. */
  output(): string;
  /** Waits until it has printed that. */
  said(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves to its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

interface Options {
  env: NodeJS.ProcessEnv;
  flags?: string[];
  /** The tree that it runs from. */
  tree?: string;
}

/** A database and a virtual host on the test servers, given to a run by URI; gone with the test. */
export async function givenServers(t: Test): Promise<Record<'MONGO_URI' | 'REDIS_URL' | 'AMQP_URL', string>> {
  const { mongoUri, amqpUrl, redisUrl, name } = await testBackends(t);
  t.teardown(async () => {
    const client = await new MongoClient(mongoUri).connect();
    const names = ['auth', 'music', 'notification'].map((service) => `${name}-${service}`);
    await Promise.all(names.map((database) => client.db(database).dropDatabase()));
    await client.close();
  });
  // A Redis database that no test file uses: the services of a run know no key prefix.
  return { MONGO_URI: mongoUri, REDIS_URL: `${redisUrl}/9`, AMQP_URL: amqpUrl };
}

/** A folder outside of the tree, gone after the test; not tap's own, of which a test has only one. */
export function ownFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'downbeat-run-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts deploy/local/run.ts on ports and data of its own; killed with everything it started if the test fails. */
export async function startRun(t: Test, { env: more, flags = [], tree = root }: Options): Promise<Run> {
  const ports = await freePorts();
  const dataDir = join(ownFolder(t), 'data');
  const moved: NodeJS.ProcessEnv = {};
  for (const name of portNames) moved[portVariable(name)] = String(ports[name]);
  const env = { ...process.env, ...moved, DATA_DIR: dataDir, ...more };
  const child = spawn(process.execPath, [join(tree, 'deploy/local/run.ts'), ...flags], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const over = new AbortController();
  const ended = once(child, 'close').then(([code, signal]) => {
    over.abort(new Error(`the run has ended: ${output.slice(-2000)}`));
    return (code ?? signal) as number | NodeJS.Signals;
  });
  t.teardown(async () => {
    child.kill('SIGINT');
    child.kill('SIGINT');
    await ended;
  });
  const said = (text: string): Promise<void> =>
    poll(
      async () => {
        if (!output.includes(text)) throw new Error(output.slice(-2000));
      },
      { withinMs: 60_000, what: `"${text}" of the run`, signal: over.signal },
    );
  return { ports, dataDir, env, output: () => output, said, signal: (name) => child.kill(name), ended };
}

/** The process ids of everything that the run has started, by name, itself included. */
export function pidsOf({ dataDir }: Run): Map<string, number> {
  const folder = join(dataDir, 'pids');
  const pid = (name: string): number => Number(readFileSync(join(folder, name), 'utf8').split(' ')[0]);
  return new Map(readdirSync(folder).map((name) => [name, pid(name)]));
}

/** Which of these process groups still have somebody in them: a program's own children count. */
export function groupsAlive(pids: Map<string, number>): string[] {
  const groups = new Set([...pids.values()].map(String));
  const left = readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const [state, , group = ''] = statOf(entry);
    return state !== 'Z' && groups.has(group) ? [group] : [];
  });
  return [...pids].filter(([, pid]) => left.includes(String(pid))).map(([name]) => name);
}

/** State, parent, process group, ... of proc_pid_stat(5); nothing for a process that has just gone. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
