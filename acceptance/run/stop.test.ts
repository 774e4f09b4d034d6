// Ctrl-C on `make run`: everything that it started is gone, nothing else is, and its data can be forgotten then.
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { isFree } from '@downbeat/deploy/port-check';
import { rabbitApi, waitFor } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { givenServers, groupsAlive, ownFolder, pidsOf, root, startRun, type Run } from './child.ts';

const cleanData = async ({ env }: Run): Promise<{ code: number; output: string }> => {
  const script = join(root, 'deploy/local/clean-data.ts');
  const { code, output } = await runCommand(process.execPath, [script], {
    env: env as Record<string, string>,
  });
  return { code, output: output.trim() };
};

/** What the run has told of one of its subjects, line by line. */
const told = (run: Run, subject: string): string[] =>
  [...run.output().matchAll(/^ *[\d.]+ s {2}(\S+) +(.+)$/gm)].flatMap(([, of, text = '']) =>
    of === subject ? [text] : [],
  );

/** The addresses that a TCP port listens on, as proc_net_tcp(5) writes them. */
function listeners(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n'));
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === '0A');
  return listening.flatMap(([, local = '']) => (local.endsWith(`:${hex}`) ? [local.split(':')[0]!] : []));
}

await t.test(
  'one Ctrl-C stops what the run started, in order, and nothing that was given to it',
  async (t) => {
    const { REDIS_URL, AMQP_URL } = await givenServers(t);
    const redis = connect(Number(new URL(REDIS_URL).port), '127.0.0.1');
    t.teardown(() => redis.destroy());
    await once(redis, 'connect');
    // The broker tells its process only once it has counted itself.
    const brokerPid = (): Promise<string> =>
      waitFor("the broker's process", async () => {
        const [node] = (await rabbitApi('GET', 'nodes')) as { os_pid?: string }[];
        return node?.os_pid;
      });
    const broker = await brokerPid();
    // A first start: nothing is compiled yet.
    const NODE_COMPILE_CACHE = ownFolder(t);
    const env = { MONGO_URI: '', REDIS_URL, AMQP_URL, NODE_ENV: 'production', NODE_COMPILE_CACHE };
    const run = await startRun(t, { env });
    await run.said('Downbeat is running');
    const pids = pidsOf(run);
    const { run: itself, ...own } = Object.fromEntries(pids);
    t.ok(itself);
    t.strictSame(Object.keys(own).sort(), ['auth', 'mail', 'mongo', 'music', 'notification', 'page']);

    await t.test('it has told in which order it looked, and what it chose', async (t) => {
      t.equal(
        told(run, 'backing')[0],
        'sources in order: 1 given by URI, 2 PATH or cache, 3 package or official download, 4 Docker',
      );
      t.strictSame(told(run, 'redis'), ['given by REDIS_URL, so none is started']);
      t.strictSame(told(run, 'rabbitmq'), ['given by AMQP_URL, so none is started']);
      // Why a source was passed over comes before what was chosen.
      const [choice, ready] = told(run, 'mongo').slice(-2);
      // A container's program is out of sight.
      if (choice === 'Docker image mongo:8.0') t.pass(choice);
      else t.match(choice, `: ${readlinkSync(`/proc/${pids.get('mongo')}/exe`)}`, 'that is what runs');
      t.match(ready, /^ready after [\d.]+ s$/);
    });

    await t.test('meanwhile it is reached from this machine alone', async (t) => {
      const { auth, music, notification, web, mongo, smtp, inbox } = run.ports;
      for (const port of [auth, music, notification, web, mongo, smtp, inbox])
        t.strictSame(listeners(port), ['0100007F'], `port ${port}`);
    });

    await t.test('in production it makes no accounts whose password it shows', async (t) => {
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
      t.equal(collections.length, 1, 'auth keeps its accounts there');
      t.equal(await db.collection('accounts').countDocuments(), 0);
    });

    await t.test('its data cannot be forgotten meanwhile', async (t) => {
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
    t.equal(redis.readyState, 'open', 'Redis, which was given, has not even closed a connection');
    t.equal(await brokerPid(), broker, 'RabbitMQ, which was given, is the same process as before');
    t.strictSame(await cleanData(run), { code: 0, output: `${run.dataDir} is gone.` });
  },
);
