import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { mongoDownload, mongoWheel, officialMongodVersion, wheelMongodVersion } from './mongo-binary.ts';
import { type BackingServer, containerProcess } from './server.ts';
import { cached, dockerImage, onPath } from './sources.ts';

// Transactions need a replica set, so the server is a replica set of one member. The transaction limit is short because
// the locks of a killed process make others wait until it.
const common = [
  ...['--replSet', 'rs0', '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128', '--quiet'],
  ...['--setParameter', 'transactionLifetimeLimitSeconds=15'],
];

const processes: BackingServer['processes'] = (launch, context) => {
  const port = context.ports.mongo;
  const dir = join(context.dataDir, 'mongo');
  mkdirSync(dir, { recursive: true });
  const probe = { ready: () => ensurePrimary(port), readyWithinMs: 120_000 };
  if (launch.how === 'container') {
    // The member's name is 127.0.0.1:port, so the port must be the same inside and outside.
    const command = [...common, '--port', String(port)];
    const ports: [number, number][] = [[port, port]];
    const container = { name: 'mongo', image: launch.image, ports, dir, mount: '/data/db', command };
    return [containerProcess(container, context, probe)];
  }
  const where = ['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--dbpath', dir];
  const lean = ['--setParameter', 'diagnosticDataCollectionEnabled=false'];
  const env = { PATH: process.env.PATH ?? '' };
  const args = [...common, ...where, ...lean];
  return [{ name: 'mongo', command: launch.path, args, env, ...probe, stopWithinMs: 15_000 }];
};

export const mongo: BackingServer = {
  name: 'mongo',
  title: 'MongoDB',
  givenBy: 'MONGO_URI',
  sources: [
    onPath({ program: 'mongod', minimum: '6.0' }),
    cached('mongod', officialMongodVersion),
    cached('mongod', wheelMongodVersion),
    mongoWheel,
    mongoDownload,
    dockerImage('mongo:8.0'),
  ],
  processes,
};

// Error codes and states of MongoDB's replica sets.
const notYetInitialized = 94;
const invalidReplicaSetConfig = 93;
const removedFromSet = 10;

async function isPrimary(admin: Db): Promise<boolean> {
  return (await admin.command({ hello: 1 })).isWritablePrimary === true;
}

/** The data of a run on another port has that port in its member's name; the member is renamed by force. */
async function renameMember(admin: Db, host: string): Promise<void> {
  const { config } = (await admin.command({ replSetGetConfig: 1 })) as { config: { version: number } };
  const members = [{ _id: 0, host }];
  await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
}

async function repair(admin: Db, host: string): Promise<void> {
  try {
    const status = await admin.command({ replSetGetStatus: 1 });
    if (status.myState === removedFromSet) await renameMember(admin, host);
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (error.code === notYetInitialized)
      await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
    else if (error.code === invalidReplicaSetConfig) await renameMember(admin, host);
    else throw error;
  }
}

/** One attempt: resolves once the server takes writes. It initiates or repairs the replica set when necessary. */
async function ensurePrimary(port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const options = { serverSelectionTimeoutMS: 1_000 };
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, options);
  try {
    await client.connect();
    const admin = client.db('admin');
    if (await isPrimary(admin)) return;
    await repair(admin, host);
    if (!(await isPrimary(admin))) throw new Error('no primary yet');
  } finally {
    await client.close();
  }
}
