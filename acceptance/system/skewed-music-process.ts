// A music instance with a skewed clock: `node skewed-music-process.ts <offsetSeconds> <driftPpm>`, configured by the environment.
// Processes on one machine share its clock, which would hide every error of the clock synchronisation.
import { microseconds } from '@downbeat/timing';
import { buildApp } from '@downbeat/music/app';
import { readConfig } from '@downbeat/music/config';

// The parent process may end without stopping this one, and may have ended already.
const exit = (): void => process.exit();
process.once('disconnect', exit);
if (process.send !== undefined && !process.connected) exit();

const [offsetSeconds = '0', driftPpm = '0'] = process.argv.slice(2);
const rate = 1 + Number(driftPpm) / 1e6;
const clock = {
  nowUs: () => microseconds(performance.now() * 1000 * rate + Number(offsetSeconds) * 1e6),
};
const config = readConfig(process.env);
const app = await buildApp(config, { clock });
await app.listen({ port: config.PORT, host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
