import { DownbeatError, isDownbeatError, type ListeningSession, type MusicOperations } from '@downbeat/sdk';
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { downbeat } from './account.ts';
import { sentenceOf } from './notice.ts';

/** How far a user is who has an invite code. */
type Joining =
  | { state: 'asking' }
  /** The owner and the co-hosts of the room were asked. */
  | { state: 'waiting' }
  | { state: 'in'; session: ListeningSession; wasAsked: boolean }
  | { state: 'out'; code: string; text: string };

/** A code as the contract has it; other text is not sent. */
const CODE = /^[A-HJ-NP-Z2-9]{4}-?[A-HJ-NP-Z2-9]{4}$/;
/** As long as the service keeps a request. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** When the service does not say when to ask again. */
const ASK_EVERY_MS = 5000;
const passing = new Set(['JOIN_PENDING', 'NETWORK_ERROR', 'TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED']);

/** Whether what an error says passes by itself while someone waits. */
export const isPassing = (code: string): boolean => passing.has(code);

/**
 * Joins by an invite code when the screen opens, and waits for a decision where the room has one.
 *
 * @returns how far it is, and a function that tries again
 */
export function useJoining(inviteCode: string): [ReadonlySignal<Joining>, () => void] {
  const joining = useSignal<Joining>({ state: 'asking' });
  const tries = useSignal(0);
  useEffect(() => {
    const left = new AbortController();
    const show = (now: Joining): void => {
      if (!left.signal.aborted) joining.value = now;
    };
    joinByCode(inviteCode, show, left.signal).catch((error: unknown) => show(outOf(error)));
    return () => left.abort();
  }, [inviteCode, tries.value]);
  const again = (): void => {
    joining.value = { state: 'asking' };
    tries.value += 1;
  };
  return [joining, again];
}

type Show = (now: Joining) => void;
/** A call that joins; every way to join is answered in the same way. */
type Ask = () => Pick<ReturnType<MusicOperations['joinSession']>, 'result'>;

async function joinByCode(inviteCode: string, show: Show, left: AbortSignal): Promise<void> {
  if (!CODE.test(inviteCode)) throw new DownbeatError<string>('INVITE_INVALID', 'No code');
  await waitToJoin(() => downbeat.music.joinSession({ inviteCode }), show, left);
}

/** Joins, and asks again until there is a decision where the room has one. */
export async function waitToJoin(ask: Ask, show: Show, left: AbortSignal): Promise<void> {
  const endsAt = performance.now() + LONGEST_WAIT_MS;
  let wasAsked = false;
  while (!left.aborted) {
    const joined = await ask().result();
    if (joined.ok) {
      show({ state: 'in', session: joined.data, wasAsked });
      return;
    }
    const isWaiting = joined.code === 'JOIN_PENDING' || (wasAsked && isPassing(joined.code));
    if (!isWaiting || performance.now() > endsAt) throw joined.error;
    wasAsked = true;
    show({ state: 'waiting' });
    await delay(joined.error.retryAfterMs ?? ASK_EVERY_MS, left);
  }
}

function outOf(error: unknown): Joining {
  const code = isDownbeatError(error) ? error.code : '';
  return { state: 'out', code, text: sentenceOf(error) };
}

/** Waits; at most until the screen is left. */
function delay(ms: number, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    left.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
