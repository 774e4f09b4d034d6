import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../sources/cache.ts';
import { dockerImage } from '../sources/docker.ts';
import { mongoDownload, officialMongodVersion } from '../sources/official-download.ts';
import { onPath } from '../sources/on-path.ts';
import { mongoWheel, wheelMongodVersion } from '../sources/wheel.ts';
import { containerSpec } from './container.ts';
import { ensurePrimary } from './replica-set.ts';
import type { BackingServer, Launch, ProcessSpec, RunContext } from './server.ts';

// Transactions need a replica set, so it is one, of one member.
const common = ['--replSet', 'rs0', '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128', '--quiet'];
// What a killed process had locked in a transaction keeps others waiting until this ends it; 60 s unless told.
const shortTransactions = ['--setParameter', 'transactionLifetimeLimitSeconds=15'];

function processes(launch: Launch, context: RunContext): ProcessSpec[] {
  const port = context.ports.mongo;
  const dir = join(context.dataDir, 'mongo');
  mkdirSync(dir, { recursive: true });
  const host = { dir, ready: () => ensurePrimary(port), readyWithinMs: 120_000 };
  if (launch.how === 'container') {
    // The member names itself 127.0.0.1:port, so the port must be the same inside and outside. The image itself
    // makes it listen on all of the container's addresses.
    const command = [...common, ...shortTransactions, '--port', String(port)];
    const { image } = launch;
    return [
      containerSpec(
        { name: 'mongo', image, ports: [[port, port]], dataPath: '/data/db', command },
        context,
        host,
      ),
    ];
  }
  const where = ['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--dbpath', dir];
  const lean = ['--setParameter', 'diagnosticDataCollectionEnabled=false'];
  const env = { PATH: process.env.PATH ?? '' };
  return [
    {
      name: 'mongo',
      command: launch.path,
      args: [...common, ...shortTransactions, ...where, ...lean],
      env,
      ...host,
      stopWithinMs: 15_000,
    },
  ];
}

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
