// One run of one drill against a system of its own with two music instances: `run-drill.ts DRILL SEED`, a process that
// `make drills` forks. It sends its outcome to the parent.
import { seededRandom } from '@downbeat/timing/simulation';
import { systemUnderTest } from '../system/start.ts';
import { Teardowns } from '../system/teardowns.ts';
import { crowd } from './crowd.ts';
import { type Drill, drillEnv, Faults, type Outcome } from './drill.ts';
import { events } from './events.ts';
import { requests } from './requests.ts';
import { rooms } from './rooms.ts';
import { silentRedis } from './silent-redis.ts';
import { uploads } from './uploads.ts';

const DRILLS: Record<string, Drill> = {
  rooms,
  crowd,
  'silent-redis': silentRedis,
  events,
  uploads,
  requests,
};

const [name = '', seed = ''] = process.argv.slice(2);

async function run(): Promise<Outcome> {
  const teardowns = new Teardowns();
  const log = (text: string): void => console.log(`  ${name} ${seed}: ${text}`);
  try {
    const system = await systemUnderTest(teardowns, { musicInstances: 2, env: drillEnv });
    const context = {
      system,
      teardown: teardowns,
      random: seededRandom(Number(seed)),
      isShort: (process.env.SHORT ?? '') !== '',
      faults: new Faults(system),
      log,
    };
    return await DRILLS[name]!(context);
  } finally {
    await teardowns.run();
  }
}

/** The parent has ended: so does the system, which is killed at exit. */
const abandon = (): void => process.exit(1);
process.once('disconnect', abandon);
process.send!(await run());
process.off('disconnect', abandon);
process.disconnect();
