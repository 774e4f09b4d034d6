// A music instance on a skewed clock, as a process: `node skewed-music.ts <offsetSeconds> <driftPpm>`, the rest of its
// configuration from the environment. On one host every clock is the same, and everything would pass by accident.
import { microseconds } from '@downbeat/timing';
import { buildApp } from '@downbeat/music/app';
import { readConfig } from '@downbeat/music/config';

// Who started it may end without a word, and may have by now.
const leave = (): void => process.exit();
process.once('disconnect', leave);
if (process.send !== undefined && !process.connected) leave();

const [offsetSeconds = '0', driftPpm = '0'] = process.argv.slice(2);
const rate = 1 + Number(driftPpm) / 1e6;
const clock = {
  nowUs: () => microseconds(performance.now() * 1000 * rate + Number(offsetSeconds) * 1e6),
};
const config = readConfig(process.env);
const app = await buildApp(config, { clock });
await app.listen({ port: config.PORT, host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
