import { commonErrors, ProblemError } from '@downbeat/shared/problem';
import { Refusal } from '../messages/refusal.ts';

/**
 * Runs something that needs Redis; whatever the client library throws then means that sessions are out of reach now.
 * @throws ProblemError UNAVAILABLE, or what the work itself refuses
 */
export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof Refusal) throw error;
    throw commonErrors.UNAVAILABLE({ detail: 'Listening sessions cannot be reached', cause: error });
  }
}
