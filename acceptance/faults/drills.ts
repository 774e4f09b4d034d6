// `make drills`: the long drills, each with several seeds, every run in a process of its own. Prints one line for each run
// and one table at the end; exits with 1 when a drill did not pass.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome } from './drill.ts';

/** Needs the machine for itself: its 1,000 members are to be served within seconds. */
const ALONE = 'crowd';
const DRILLS = ['rooms', ALONE, 'silent-redis', 'events', 'uploads', 'requests'];

interface Run {
  name: string;
  seed: number;
}

const { SEEDS = '1', SEED = '1', DRILLS: chosen = DRILLS.join(), AT_ONCE = '1' } = process.env;

const failed = (reason: string): Outcome => ({
  attempted: 0,
  acknowledged: 0,
  lost: 0,
  unexpected: [reason],
  duplicate: 0,
  figures: {},
  failures: ['the drill did not end'],
});

async function runOnce({ name, seed }: Run): Promise<Outcome> {
  const beganMs = performance.now();
  const child = fork(join(import.meta.dirname, 'run-drill.ts'), [name, String(seed)]);
  let outcome: Outcome | undefined;
  child.once('message', (message) => (outcome = message as Outcome));
  const [code] = (await once(child, 'exit')) as [number | null];
  outcome ??= failed(`exit code ${code}; its error is above`);
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

const [seedCount, atOnce] = [Number(SEEDS), Number(AT_ONCE)];
for (const [name, value] of Object.entries({ SEEDS: seedCount, AT_ONCE: atOnce }))
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1.`);
const names = chosen.split(',');
const unknown = names.filter((name) => !DRILLS.includes(name));
if (unknown.length > 0) throw new Error(`There is no drill ${unknown.join()}; there are ${DRILLS.join()}.`);
const seeds = Array.from({ length: seedCount }, (_, index) => Number(SEED) + index);
const runs = seeds.flatMap((seed) => names.map((name): Run => ({ name, seed })));
const outcomes = new Map(names.map((name): [string, Outcome[]] => [name, []]));

/** Takes one run after the other until none is left. */
async function work(queue: Run[]): Promise<void> {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    outcomes.get(run.name)!.push(await runOnce(run));
  }
}

const isAlone = ({ name }: Run): boolean => atOnce === 1 || name === ALONE;
const beside = runs.filter((run) => !isAlone(run));
await Promise.all(Array.from({ length: atOnce }, async () => work(beside)));
await work(runs.filter(isAlone));
console.table([...outcomes].map(([name, all]) => rowOf(name, all)));
for (const [name, all] of outcomes) console.log(`Highest of ${name}: ${highest(all)}`);
process.exitCode = [...outcomes.values()].flat().every(({ failures }) => failures.length === 0) ? 0 : 1;
