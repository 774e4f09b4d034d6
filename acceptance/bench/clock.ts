// Prints the error of the estimated clock offset against the true one, for each way to reduce a burst of probes to one
// sample and each simulated network. Exits with 1 when the one in use misses a target.
import {
  bestQuarter,
  leastEachWay,
  median,
  medianOfThreeBest,
  microseconds,
  percentile,
  probeOffset,
  roundTrip,
  type Selector,
} from '@downbeat/timing';
import { NETWORKS, seededRandom, simulateClock } from '@downbeat/timing/simulation';

const RUNS = Number(process.argv[2] ?? 2000);
const SEED = 2026;
const FIVE_MINUTES_OF_BURSTS = 30;

const targets: Record<keyof typeof NETWORKS, readonly [number, number] | undefined> = {
  lan: [0.6, 0.1],
  wan: [3, 0.5],
  mobile: [12, 2],
  bufferbloat: undefined,
};

const leastRoundTrip: Selector = (samples) => {
  const best = samples.reduce((least, sample) => (roundTrip(sample) < roundTrip(least) ? sample : least));
  return { offsetUs: probeOffset(best), localTimeUs: best.localReceiveUs };
};

const medianOfAll: Selector = (samples) => ({
  offsetUs: microseconds(median(samples.map(probeOffset))),
  localTimeUs: microseconds(median(samples.map((sample) => sample.localReceiveUs))),
});

const selectors: Record<string, Selector> = {
  'least round trip': leastRoundTrip,
  'median of all': medianOfAll,
  'median of three best': medianOfThreeBest,
  'mean of best quarter': bestQuarter,
  'least each way (used)': leastEachWay,
};

interface Row {
  network: string;
  selection: string;
  'first burst p99 ms': string;
  'five minutes p99 ms': string;
  target: string;
  met: string;
}

function measure(key: keyof typeof NETWORKS, selection: string, select: Selector): Row {
  const random = seededRandom(SEED);
  const runs = Array.from({ length: RUNS }, () =>
    simulateClock(NETWORKS[key], random, FIVE_MINUTES_OF_BURSTS, select),
  );
  const first = percentile(
    runs.map((run) => run.firstErrorMs),
    0.99,
  );
  const last = percentile(
    runs.map((run) => run.lastErrorMs),
    0.99,
  );
  const target = targets[key];
  const met = target === undefined ? '-' : first <= target[0] && last <= target[1] ? 'yes' : 'no';
  return {
    network: NETWORKS[key].name,
    selection,
    'first burst p99 ms': first.toFixed(3),
    'five minutes p99 ms': last.toFixed(3),
    target: target?.join(' / ') ?? '-',
    met,
  };
}

const keys = Object.keys(NETWORKS) as (keyof typeof NETWORKS)[];
const rows = keys.flatMap((key) =>
  Object.entries(selectors).map(([selection, select]) => measure(key, selection, select)),
);
console.log(
  `Clock error of ${RUNS} simulated clients each, bursts of 8 every 10 s, drift up to 50 ppm, seed ${SEED}`,
);
console.table(rows);
const missed = rows.filter((row) => row.selection.endsWith('(used)') && row.met === 'no');
process.exitCode = missed.length === 0 ? 0 : 1;
