// `make drills`: the long drills, each with several seeds, against a system of its own with two music instances. Prints
// one line for each run and one table at the end; exits with 1 when a drill did not pass.
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

/** It needs the machine for itself: 1,000 members are served in seconds. */
const ALONE = 'crowd';

const {
  SEEDS = '1',
  SEED = '1',
  DRILLS: chosen = Object.keys(DRILLS).join(),
  SHORT = '',
  AT_ONCE = '1',
} = process.env;

const failed = (error: unknown): Outcome => ({
  attempted: 0,
  acknowledged: 0,
  lost: 0,
  unexpected: [String((error as Error).stack)],
  duplicate: 0,
  figures: {},
  failures: ['the drill did not end'],
});

async function runOnce(name: string, seed: number): Promise<Outcome> {
  const teardowns = new Teardowns();
  const beganMs = performance.now();
  const log = (text: string): void => console.log(`  ${name} ${seed}: ${text}`);
  let outcome: Outcome;
  try {
    const system = await systemUnderTest(teardowns, { musicInstances: 2, env: drillEnv });
    const faults = new Faults(system);
    const random = seededRandom(seed);
    const context = { system, teardown: teardowns, random, isShort: SHORT !== '', faults, log };
    outcome = await DRILLS[name]!(context);
  } catch (error) {
    outcome = failed(error);
  } finally {
    await teardowns.run();
  }
  const seconds = Math.round((performance.now() - beganMs) / 1000);
  print(`${name} seed ${seed} (${seconds} s)`, outcome);
  return outcome;
}

function print(run: string, outcome: Outcome): void {
  const { attempted, acknowledged, lost, unexpected, duplicate, figures, failures } = outcome;
  const counts = `attempted ${attempted}, acknowledged ${acknowledged}, lost ${lost}, unexpected ${unexpected.length}, duplicate ${duplicate}`;
  const measured = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  const verdict = failures.length === 0 ? 'passed' : `FAILED: ${failures.join('; ')}`;
  console.log(`${run}: ${[counts, ...measured].join(', ')}: ${verdict}`);
  for (const text of unexpected.slice(0, 10)) console.log(`    ${text}`);
}

/** The sums of a drill's counts over all seeds. */
function rowOf(drill: string, outcomes: readonly Outcome[]): Record<string, number | string> {
  const sum = (value: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + value(outcome), 0);
  return {
    drill,
    seeds: outcomes.length,
    passed: outcomes.filter(({ failures }) => failures.length === 0).length,
    attempted: sum(({ attempted }) => attempted),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    unexpected: sum(({ unexpected }) => unexpected.length),
    duplicate: sum(({ duplicate }) => duplicate),
  };
}

/** The highest of each of a drill's own figures. */
function highest(outcomes: readonly Outcome[]): string {
  const names = [...new Set(outcomes.flatMap(({ figures }) => Object.keys(figures)))];
  const most = (name: string): number => Math.max(...outcomes.map(({ figures }) => figures[name] ?? 0));
  return names.map((name) => `${name} ${most(name)}`).join(', ');
}

const names = chosen.split(',');
const unknown = names.filter((name) => !(name in DRILLS));
if (unknown.length > 0)
  throw new Error(`There is no drill ${unknown.join()}; there are ${Object.keys(DRILLS).join()}.`);
const outcomes = new Map(names.map((name): [string, Outcome[]] => [name, []]));
const seeds = Array.from({ length: Number(SEEDS) }, (_, index) => Number(SEED) + index);
const runs = seeds.flatMap((seed) => names.map((name) => ({ name, seed })));

/** Takes one run after the other until none is left. */
async function work(queue: typeof runs): Promise<void> {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    outcomes.get(run.name)!.push(await runOnce(run.name, run.seed));
  }
}

const beside = AT_ONCE === '1' ? [] : runs.filter(({ name }) => name !== ALONE);
await Promise.all(Array.from({ length: Number(AT_ONCE) }, async () => work(beside)));
await work(AT_ONCE === '1' ? runs : runs.filter(({ name }) => name === ALONE));
console.table([...outcomes].map(([name, all]) => rowOf(name, all)));
for (const [name, all] of outcomes) console.log(`Highest of ${name}: ${highest(all)}`);
process.exitCode = [...outcomes.values()].flat().every(({ failures }) => failures.length === 0) ? 0 : 1;
