import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pingRedis } from '../probes.ts';
import { aptPackage } from './apt.ts';
import { type BackingServer, containerProcess } from './server.ts';
import { dockerImage, onPath } from './sources.ts';

// With the append-only file a killed Redis loses at most its last second.
const persistence = ['--appendonly', 'yes', '--save', ''];
const path = onPath({ program: 'redis-server', minimum: '6.2' });

const processes: BackingServer['processes'] = (launch, context) => {
  const port = context.ports.redis;
  const dir = join(context.dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const probe = { ready: () => pingRedis(port), readyWithinMs: 90_000 };
  if (launch.how === 'container') {
    const command = ['redis-server', ...persistence];
    const ports: [number, number][] = [[6379, port]];
    const container = { name: 'redis', image: launch.image, ports, dir, mount: '/data', command };
    return [containerProcess(container, context, probe)];
  }
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...persistence];
  const env = { PATH: process.env.PATH ?? '' };
  return [{ name: 'redis', command: launch.path, args, env, ...probe, stopWithinMs: 5_000 }];
};

export const redis: BackingServer = {
  name: 'redis',
  title: 'Redis',
  givenBy: 'REDIS_URL',
  sources: [path, aptPackage(['redis-server'], path.find), dockerImage('redis:8.0-alpine')],
  processes,
};
