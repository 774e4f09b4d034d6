// Ctrl-C on `make run` stops all that it started and no given server; after that its data can be deleted.
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { isFree } from '@downbeat/deploy/ports';
import { rabbitApi, waitFor } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import t from 'tap';
import {
  givenServers,
  groupsAlive,
  temporaryFolder,
  pidsOf,
  root,
  startRun,
  type Run,
} from './run-process.ts';

const cleanData = async ({ env }: Run): Promise<{ code: number; output: string }> => {
  const script = join(root, 'deploy/local/clean-data.ts');
  const { code, output } = await runCommand(process.execPath, [script], {
    env: env as Record<string, string>,
  });
  return { code, output: output.trim() };
};

/** The lines that the run printed about one subject. */
const linesAbout = (run: Run, subject: string): string[] =>
  [...run.output().matchAll(/^ *[\d.]+ s {2}(\S+) +(.+)$/gm)].flatMap(([, of, text = '']) =>
    of === subject ? [text] : [],
  );

/** The IPs on which a TCP port listens, in the hexadecimal form of proc_net_tcp(5). */
function listeners(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n'));
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === '0A');
  return listening.flatMap(([, local = '']) => (local.endsWith(`:${hex}`) ? [local.split(':')[0]!] : []));
}

await t.test(
  'one Ctrl-C stops all that the run started, in order, and no server that was given',
  async (t) => {
    const { REDIS_URL, AMQP_URL } = await givenServers(t);
    const redis = connect(Number(new URL(REDIS_URL).port), '127.0.0.1');
    t.teardown(() => redis.destroy());
    await once(redis, 'connect');
    // The broker reports its process id only after its first statistics.
    const brokerPid = (): Promise<string> =>
      waitFor("the broker's process", async () => {
        const [node] = (await rabbitApi('GET', 'nodes')) as { os_pid?: string }[];
        return node?.os_pid;
      });
    const broker = await brokerPid();
    // An empty compile cache, as at the first start.
    const NODE_COMPILE_CACHE = temporaryFolder(t);
    const env = { MONGO_URI: '', REDIS_URL, AMQP_URL, NODE_ENV: 'production', NODE_COMPILE_CACHE };
    const run = await startRun(t, { env });
    await run.waitForOutput('Downbeat is running');
    const pids = pidsOf(run);
    const { run: itself, ...own } = Object.fromEntries(pids);
    t.ok(itself);
    t.strictSame(Object.keys(own).sort(), ['auth', 'mail', 'mongo', 'music', 'notification', 'page']);

    await t.test('prints the order of the sources and the chosen one', async (t) => {
      t.equal(
        linesAbout(run, 'backing')[0],
        'sources in order: 1 given by URI, 2 PATH or cache, 3 package or official download, 4 Docker',
      );
      t.strictSame(linesAbout(run, 'redis'), ['given by REDIS_URL, so none is started']);
      t.strictSame(linesAbout(run, 'rabbitmq'), ['given by AMQP_URL, so none is started']);
      // The reasons against other sources are printed before the chosen one.
      const [choice, ready] = linesAbout(run, 'mongo').slice(-2);
      // The program inside a container cannot be compared.
      if (choice === 'Docker image mongo:8.0') t.pass(choice);
      else t.match(choice, `: ${readlinkSync(`/proc/${pids.get('mongo')}/exe`)}`, 'the running program');
      t.match(ready, /^ready after [\d.]+ s$/);
    });

    await t.test('listens on loopback only', async (t) => {
      const { auth, music, notification, web, mongo, smtp, inbox } = run.ports;
      for (const port of [auth, music, notification, web, mongo, smtp, inbox])
        t.strictSame(listeners(port), ['0100007F'], `port ${port}`);
    });

    await t.test('creates no demo accounts in production', async (t) => {
      t.match(
        run.output(),
        'demo          is not for production, its password is shown: no accounts are made',
      );
      t.notMatch(run.output(), /Password|Demo listener/);
      const client = await new MongoClient(
        `mongodb://127.0.0.1:${run.ports.mongo}/?directConnection=true`,
      ).connect();
      t.teardown(() => client.close());
      const db = client.db('downbeat-auth');
      const collections = await db.listCollections({ name: 'accounts' }).toArray();
      t.equal(collections.length, 1, 'the accounts are in this database');
      t.equal(await db.collection('accounts').countDocuments(), 0);
    });

    await t.test('refuses to delete the data of a running system', async (t) => {
      const { code, output } = await cleanData(run);
      t.equal(code, 1);
      t.match(output, /^Something still runs on .+ \(.*mongo.*\); stop that first\.$/);
    });

    run.signal('SIGINT');
    t.equal(await run.ended, 0, 'nothing had to be killed');
    t.strictSame(groupsAlive(pids), []);
    t.strictSame(
      await Promise.all(Object.values(run.ports).map(isFree)),
      Object.values(run.ports).map(() => true),
    );
    t.equal(redis.readyState, 'open', 'the given Redis kept its connections');
    t.equal(await brokerPid(), broker, 'the given RabbitMQ is the same process as before');
    t.strictSame(await cleanData(run), { code: 0, output: `${run.dataDir} is gone.` });
  },
);
