import { greatest, percentile, syncCause, type SyncCause } from '@downbeat/timing';
import type { Correction, SyncReport } from '../../generated/listening.schemas.gen.ts';

/** What a member's device has reported, as Redis keeps it. */
export interface MemberSync {
  readonly memberId: string;
  readonly errorMs: number | null;
  readonly clockErrorMs: number | null;
  readonly driftPpm: number | null;
  readonly roundTripP95Ms: number;
  readonly outputDelayMs: number;
  readonly resyncs: number;
  readonly correction: Correction;
  /** Why the member is not in step; null for one that is. */
  readonly cause: SyncCause | null;
  /** By the clock of Redis. */
  readonly reportedAtMs: number;
}

const FIELDS = 9;

/** Two decimals; empty for what is not known. */
const numberText = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));

/** Why the sender of a report is not in step. A client that reports less than it could is judged by what it does report. */
export function causeOf(report: SyncReport): SyncCause | null {
  const { playbackErrorMs = null, offsetErrorMs = null } = report;
  const { stalledMs = 0, silentMs = 0, timerDelayMs = 0 } = report;
  return syncCause({ playbackErrorMs, clockErrorMs: offsetErrorMs, stalledMs, silentMs, timerDelayMs });
}

/** A report as text: a thousand of them are read for one receipt. Redis adds the time. */
export function syncText(report: SyncReport, cause: SyncCause | null): string {
  const { playbackErrorMs, offsetErrorMs, driftPpm, roundTripP95Ms, outputDelayMs } = report;
  const { resyncs = 0, correction = 'none' } = report;
  const numbers = [playbackErrorMs, offsetErrorMs, driftPpm, roundTripP95Ms, outputDelayMs].map(numberText);
  return [...numbers, resyncs, correction, cause ?? ''].join();
}

/** Null for a text of a version that writes other fields. */
export function syncFrom(memberId: string, text: string): MemberSync | null {
  const parts = text.split(',');
  if (parts.length !== FIELDS) return null;
  const [errorMs, clockErrorMs, driftPpm, roundTripP95Ms, outputDelayMs] = parts
    .slice(0, 5)
    .map((part) => (part === '' ? null : Number(part)));
  const [resyncs, correction, cause, reportedAtMs] = parts.slice(5);
  return {
    memberId,
    errorMs: errorMs ?? null,
    clockErrorMs: clockErrorMs ?? null,
    driftPpm: driftPpm ?? null,
    roundTripP95Ms: roundTripP95Ms ?? 0,
    outputDelayMs: outputDelayMs ?? 0,
    resyncs: Number(resyncs),
    correction: correction as Correction,
    cause: cause === '' ? null : (cause as SyncCause),
    reportedAtMs: Number(reportedAtMs),
  };
}

/** Those with a cause first, then those with the largest errors. */
export function worstFirst(members: readonly MemberSync[]): MemberSync[] {
  const rank = ({ cause }: MemberSync): number => (cause === null ? 1 : 0);
  const size = ({ errorMs }: MemberSync): number => Math.abs(errorMs ?? 0);
  return members.toSorted((one, other) => rank(one) - rank(other) || size(other) - size(one));
}

/** How far apart playback is. */
export interface SyncSpread {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Members that should hear the music, and do not. */
export const unheardOf = (members: readonly MemberSync[]): number =>
  members.filter(({ errorMs, cause }) => errorMs === null && cause !== null).length;

/** Of the members that hear it; null when none does. */
export function spreadOf(members: readonly MemberSync[]): SyncSpread | null {
  const errors = members.flatMap(({ errorMs }) => (errorMs === null ? [] : [Math.abs(errorMs)]));
  if (errors.length === 0) return null;
  return { p50Ms: percentile(errors, 0.5), p95Ms: percentile(errors, 0.95), maxMs: greatest(errors) };
}

/** Upper bounds of the classes in which errors are counted, in milliseconds; larger ones are in a class of their own. */
export const ERROR_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** The class of an error, the last one for a member that should hear the music and does not; null while nothing should sound. */
export function errorClass(report: SyncReport, cause: SyncCause | null): number | null {
  if (report.playbackErrorMs === undefined) return cause === null ? null : ERROR_BOUNDS_MS.length;
  const size = Math.abs(report.playbackErrorMs);
  const index = ERROR_BOUNDS_MS.findIndex((bound) => size <= bound);
  return index === -1 ? ERROR_BOUNDS_MS.length : index;
}

/**
 * The error below which this share of the counted ones lies, assuming that errors are spread evenly in their class, as
 * Prometheus's `histogram_quantile` does. Null when there is none.
 */
export function percentileOfClasses(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let before = 0;
  for (const [index, count] of counts.entries()) {
    const from = ERROR_BOUNDS_MS[index - 1] ?? 0;
    const until = ERROR_BOUNDS_MS[index] ?? from;
    if (count > 0 && before + count >= share * total)
      return from + ((until - from) * (share * total - before)) / count;
    before += count;
  }
  return ERROR_BOUNDS_MS.at(-1) ?? null;
}
