import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, portNames, portVariable, type Ports } from '@downbeat/deploy/ports';
import { poll } from '@downbeat/deploy/poll';
import { testBackends } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';

export const root = join(import.meta.dirname, '../..');

/** A running `make run`. */
export interface Run {
  ports: Ports;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  /** Its output so far, stdout and stderr. */
  output(): string;
  /** Waits until its output contains the text. */
  waitForOutput(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves to its exit code, or to the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

interface Options {
  env: NodeJS.ProcessEnv;
  flags?: string[];
  /** The repository that it runs from. */
  repository?: string;
}

/** The URIs of databases and a virtual host on the test servers, which are deleted after the test. */
export async function givenServers(t: Test): Promise<Record<'MONGO_URI' | 'REDIS_URL' | 'AMQP_URL', string>> {
  const { mongoUri, amqpUrl, redisUrl, name } = await testBackends(t);
  t.teardown(async () => {
    const client = await new MongoClient(mongoUri).connect();
    const names = ['auth', 'music', 'notification'].map((service) => `${name}-${service}`);
    await Promise.all(names.map((database) => client.db(database).dropDatabase()));
    await client.close();
  });
  // The started services use no key prefix, so they get a Redis database that no test file uses.
  return { MONGO_URI: mongoUri, REDIS_URL: `${redisUrl}/9`, AMQP_URL: amqpUrl };
}

/** A temporary folder, deleted after the test; tap's own `testdir` gives only one to each test. */
export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'downbeat-run-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts deploy/local/run.ts with its own ports and data; after the test it is stopped with all its programs. */
export async function startRun(t: Test, { env: more, flags = [], repository = root }: Options): Promise<Run> {
  const ports = await freePorts();
  const dataDir = join(temporaryFolder(t), 'data');
  const portVariables: NodeJS.ProcessEnv = {};
  for (const name of portNames) portVariables[portVariable(name)] = String(ports[name]);
  const env = { ...process.env, ...portVariables, DATA_DIR: dataDir, ...more };
  const child = spawn(process.execPath, [join(repository, 'deploy/local/run.ts'), ...flags], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const endedEarly = new AbortController();
  const ended = once(child, 'close').then(([code, signal]) => {
    endedEarly.abort(new Error(`the run has ended: ${output.slice(-2000)}`));
    return (code ?? signal) as number | NodeJS.Signals;
  });
  t.teardown(async () => {
    child.kill('SIGINT');
    child.kill('SIGINT');
    await ended;
  });
  const waitForOutput = (text: string): Promise<void> =>
    poll(
      async () => {
        if (!output.includes(text)) throw new Error(output.slice(-2000));
      },
      { withinMs: 240_000, what: `"${text}" in the output`, signal: endedEarly.signal },
    );
  return {
    ports,
    dataDir,
    env,
    output: () => output,
    waitForOutput,
    signal: (name) => child.kill(name),
    ended,
  };
}

/** The process ids of the run and of all programs that it started, by name. */
export function pidsOf({ dataDir }: Run): Map<string, number> {
  const folder = join(dataDir, 'pids');
  const entry = (name: string): [string, number][] => {
    try {
      return [[name, Number(readFileSync(join(folder, name), 'utf8').split(' ')[0])]];
    } catch {
      // The program has just ended, and its file is gone.
      return [];
    }
  };
  return new Map(readdirSync(folder).flatMap(entry));
}

/** The names whose process group still has a living process: the program itself or a child of it. */
export function groupsAlive(pids: Map<string, number>): string[] {
  const groups = new Set([...pids.values()].map(String));
  const left = readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const [state, , group = ''] = statOf(entry);
    return state !== 'Z' && groups.has(group) ? [group] : [];
  });
  return [...pids].filter(([, pid]) => left.includes(String(pid))).map(([name]) => name);
}

/** State, parent, process group and so on of proc_pid_stat(5); empty when the process has just ended. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
