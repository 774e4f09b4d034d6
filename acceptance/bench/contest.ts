// What a row of the bench is, and how it is measured: in rounds, in which each contestant has its turn.
import type { SystemUnderTest } from '../system/start.ts';
import type { LargeLibrary } from './large-library.ts';
import type { Library } from './library.ts';

/** What one turn measured, by the name of the figure, which ends with its unit. */
export type Sample = Record<string, number>;

/** The product or a baseline: one turn of it takes a few seconds. */
export interface Contestant {
  name: string;
  measure: () => Promise<Sample>;
}

export interface Aim {
  figure: string;
  /** Whether a higher figure is better, as of a rate, or a lower one, as of a duration. */
  better: 'higher' | 'lower';
  /** The name of the baseline that the figure is compared with. */
  against?: string;
  /** How many times as good as the baseline the product has to be. */
  ratio?: number;
  /** What the figure has to reach, for one that is compared with no baseline. Without both, it is only printed. */
  limit?: number;
}

export interface Contest {
  ours: Contestant;
  baselines: Contestant[];
  aims: Aim[];
  /** Why a baseline is missing, as a sentence. */
  note?: string;
  /** It repeats its measurements itself. */
  isMeasuredOnce?: boolean;
}

/** What the rows share. */
export interface Bench {
  system: SystemUnderTest;
  /** The form of `make test`: everything runs once, as short as possible. */
  isSmoke: boolean;
  /** How long one turn of load takes. */
  turnSeconds: number;
  /** Called at the end of the row. */
  teardown: (run: () => Promise<void>) => void;
  /** The tracks and accounts that most rows read, made on first use. */
  library: () => Promise<Library>;
  /** A music service of its own over so many seeded tracks, started on first use. */
  largeLibrary: (tracks: number) => Promise<LargeLibrary>;
}

/** Prepares a row: starts its baselines, and creates what it reads. */
export type Row = (bench: Bench) => Promise<Contest>;

/**
 * Runs the turns of all contestants round by round, each second round in the opposite order, so that all meet the same
 * load of the machine.
 * @returns the samples of each contestant, by its name
 */
export async function runRounds(
  { ours, baselines, isMeasuredOnce = false }: Contest,
  asked: { count: number; warmUp: boolean },
): Promise<Map<string, Sample[]>> {
  const rounds = isMeasuredOnce ? { count: 1, warmUp: false } : asked;
  const contestants = [ours, ...baselines];
  const samples = new Map(contestants.map(({ name }): [string, Sample[]] => [name, []]));
  for (let round = rounds.warmUp ? -1 : 0; round < rounds.count; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const sample = await measure();
      if (round >= 0) samples.get(name)!.push(sample);
    }
  }
  return samples;
}
