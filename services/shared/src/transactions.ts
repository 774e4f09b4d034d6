import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClientSession,
  type MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerSelectionError,
  WriteConcern,
} from 'mongodb';
import { SERVER_SELECTION_TIMEOUT_MS } from './mongo.ts';
import { withDeadline } from './timers.ts';

/** How long a transaction may be tried. */
export interface TransactionLimits {
  /** `fn` is given up, and no try begins that could end, later than this. Default 4.5 s: fits into a request. */
  deadlineMs?: number;
}

const DURABLE = new WriteConcern('majority', undefined, true);
const DEADLINE_MS = 4_500;
const FIRST_BACKOFF_MS = 5;
const LAST_BACKOFF_MS = 250;

/**
 * Runs `fn` in a transaction (w: majority, j: true) and returns what it returned. A try that certainly left
 * nothing behind is repeated with a new session, so `fn` may run several times and must do nothing but
 * operations with the session it is given, one after the other. A commit whose outcome is unknown is asked
 * again; if it stays unknown until the deadline the error is thrown, for then a new try could do things twice.
 *
 * Own loop, not the driver's `withTransaction`: that one goes on for 120 s and gives up at once on a server
 * that cannot be selected. Same steps as the driver specification "Transactions", convenient API.
 * @throws whatever `fn` throws, or DeadlineError or the last MongoError when the deadline has passed.
 */
export async function inTransaction<T>(
  client: MongoClient,
  fn: (session: ClientSession) => Promise<T>,
  { deadlineMs = DEADLINE_MS }: TransactionLimits = {},
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS)) {
    const session = client.startSession();
    try {
      session.startTransaction({ writeConcern: DURABLE, readConcern: { level: 'snapshot' } });
      const result = await withDeadline(fn(session), end - performance.now(), 'the transaction');
      await commit(session, end);
      return result;
    } catch (error) {
      if (!leftNothingBehind(error) || performance.now() + backoffMs + worstCaseMs(error) > end) throw error;
    } finally {
      // Ends, and so aborts, in the background: with the server away that takes as long as finding it.
      void session.endSession().catch(() => undefined);
    }
    await delay(Math.random() * backoffMs);
  }
}

async function commit(session: ClientSession, end: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!outcomeUnknown(error) || performance.now() + worstCaseMs(error) > end) throw error;
    }
  }
}

function outcomeUnknown(error: unknown): boolean {
  return error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
}

function leftNothingBehind(error: unknown): boolean {
  if (!(error instanceof MongoError) || outcomeUnknown(error)) return false;
  return (
    error.hasErrorLabel('TransientTransactionError') ||
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError
  );
}

/** What the next try may take: while the server is away, as long as it takes to find out. */
function worstCaseMs(error: unknown): number {
  const away = error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
  return away ? SERVER_SELECTION_TIMEOUT_MS : 0;
}
