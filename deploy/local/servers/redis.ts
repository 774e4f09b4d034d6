import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pingRedis } from '../probes.ts';
import { aptPackage } from '../sources/apt.ts';
import { dockerImage } from '../sources/docker.ts';
import { onPath } from '../sources/on-path.ts';
import { containerSpec } from './container.ts';
import type { BackingServer, Launch, ProcessSpec, RunContext } from './server.ts';

// The append-only file means that a killed Redis loses at most its last second.
const persistence = ['--appendonly', 'yes', '--save', ''];
const path = onPath({ program: 'redis-server', minimum: '6.2' });

function processes(launch: Launch, context: RunContext): ProcessSpec[] {
  const port = context.ports.redis;
  const dir = join(context.dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const host = { dir, ready: () => pingRedis(port), readyWithinMs: 90_000 };
  if (launch.how === 'container') {
    const command = ['redis-server', ...persistence];
    const { image } = launch;
    return [
      containerSpec(
        { name: 'redis', image, ports: [[6379, port]], dataPath: '/data', command },
        context,
        host,
      ),
    ];
  }
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...persistence];
  const env = { PATH: process.env.PATH ?? '' };
  return [{ name: 'redis', command: launch.path, args, env, ...host, stopWithinMs: 5_000 }];
}

export const redis: BackingServer = {
  name: 'redis',
  title: 'Redis',
  givenBy: 'REDIS_URL',
  sources: [path, aptPackage(['redis-server'], path.find), dockerImage('redis:8.0-alpine')],
  processes,
};
