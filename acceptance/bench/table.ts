import { availableParallelism, cpus } from 'node:os';
import { median } from '@downbeat/timing';
import type { Aim, Contest, Sample } from './contest.ts';

/** One line of the table. */
export interface Line {
  row: string;
  figure: string;
  ours: string;
  baseline: string;
  ratio: string;
  aim: string;
  met: 'yes' | 'no' | '';
}

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** One line for each aim of a row: the medians of the rounds, and their ratio, which is higher the better we are. */
export function linesOf(row: string, { ours, aims }: Contest, samples: Map<string, Sample[]>): Line[] {
  const medianOf = (name: string, figure: string): number =>
    median((samples.get(name) ?? []).map((sample) => sample[figure] ?? NaN));
  const compared = aims.filter(({ against }) => against === undefined || samples.has(against));
  return compared.map((aim) => lineOf(row, aim, (name = ours.name) => medianOf(name, aim.figure)));
}

function lineOf(
  row: string,
  { figure, better, against, ratio, limit }: Aim,
  medianOf: (name?: string) => number,
): Line {
  const value = medianOf();
  const isHigher = better === 'higher';
  const line = { row, figure, ours: rounded(value), baseline: '', ratio: '' };
  if (against === undefined && limit === undefined) return { ...line, aim: '', met: '' };
  if (against === undefined || ratio === undefined) {
    const reached = isHigher ? value >= limit! : value <= limit!;
    const aim = `${isHigher ? 'at least' : 'at most'} ${limit}`;
    return { ...line, aim, met: reached ? 'yes' : 'no' };
  }
  const theirs = medianOf(against);
  const times = isHigher ? value / theirs : theirs / value;
  return {
    ...line,
    baseline: `${against} ${rounded(theirs)}`,
    ratio: times.toFixed(2),
    aim: String(Number(ratio.toFixed(2))),
    met: times >= ratio ? 'yes' : 'no',
  };
}

/** The machine that the figures were measured on. */
export function machine(): string {
  return `${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.version}`;
}
