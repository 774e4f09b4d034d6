import { togetherOf } from '@downbeat/sdk/together';
import { countText } from '../format.ts';
import { downbeat } from './account.ts';
import { tell } from './notice.ts';

const together = togetherOf(downbeat);

export type SyncReceipt = Awaited<ReturnType<typeof together.getSyncReceipt>>;
type Member = SyncReceipt['members'][number];

export const loadReceipt = (sessionId: string): Promise<SyncReceipt> =>
  together.getSyncReceipt({ sessionId });

/** Milliseconds for people: one decimal only where it matters. */
const msText = (ms: number): string => `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;

/** How close the members are now, in words. */
export function spreadText({ reporting, unheard, spread }: SyncReceipt): string {
  if (reporting === 0) return 'No device has reported yet.';
  const devices = countText(reporting, 'device');
  const missing = unheard === 0 ? '' : ` ${countText(unheard, 'device')} without sound.`;
  if (spread === null) return `${devices}; nothing plays.${missing}`;
  return `${devices}: half of them within ${msText(spread.p50Ms)}, 95 % within ${msText(spread.p95Ms)}.${missing}`;
}

const reasons: Readonly<Record<NonNullable<Member['cause']>, string>> = {
  clock: 'its network is too unsteady to tell the time well',
  output: 'its output is off or silent',
  stall: 'the music has not arrived; its network is slow',
  throttled: 'its browser slows the hidden tab down',
};

/** Why a device is not in step, in words. */
export function causeText({ cause, errorMs }: Member): string {
  if (cause === null) return '';
  const size = Math.abs(errorMs ?? 0);
  const off = size > 20 ? `${msText(size)} ${(errorMs ?? 0) < 0 ? 'late' : 'early'}: ` : '';
  return off + reasons[cause];
}

/** Tells the owner how a session has kept step that has just ended; says nothing when that is not known. */
export async function tellSummary(sessionId: string): Promise<void> {
  const found = await together.getSyncReceipt({ sessionId }).result();
  const summary = found.ok ? found.data.summary : null;
  if (summary === null || summary.members < 2) return;
  tell(`The room has ended. In 95 % of their reports, its devices were within ${msText(summary.p95Ms)}.`);
}
