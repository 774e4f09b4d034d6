// A music instance over a database of its own, with the same programs around it as the others.
// `music.ts NAME ENVIRONMENT`: NAME separates what it keeps in Redis, ENVIRONMENT is JSON.
import { buildApp } from '@downbeat/music/app';
import { readConfig } from '@downbeat/music/config';
import { announce } from './announce.ts';

const [name = '', environment = '{}'] = process.argv.slice(2);
const config = readConfig(JSON.parse(environment) as Record<string, string>);
const app = await buildApp(config, { redisKeyPrefix: `${name}:` });
await app.listen({ port: 0, host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
announce(app.server.address());
