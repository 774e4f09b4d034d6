import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClientSession,
  type MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerSelectionError,
  WriteConcern,
} from 'mongodb';
import { callWithLimit, currentDeadline } from './deadline.ts';
import { SERVER_SELECTION_TIMEOUT_MS } from './mongo.ts';
import { withDeadline } from './timers.ts';

/** The time limit of a transaction with its retries. */
export interface TransactionLimits {
  /** No try runs or begins that could end later than this, nor later than the request's deadline. Default 3 s. */
  deadlineMs?: number;
}

const DURABLE = new WriteConcern('majority', undefined, true);
const DEADLINE_MS = 3_000;
const FIRST_BACKOFF_MS = 5;
const LAST_BACKOFF_MS = 250;

/**
 * Runs `fn` in a transaction (w: majority, j: true) and returns its result. A try that has certainly changed nothing is
 * repeated with a new session, so `fn` may run several times and must do nothing but operations with its session, one after
 * the other. A commit with an unknown result is sent again; when its result is still unknown at the deadline the error is
 * thrown, because a new try could write twice.
 *
 * This follows the driver specification "Transactions", convenient API. The driver's own `withTransaction` is not used: it
 * repeats for 120 s, and it does not repeat when no server can be selected.
 * @throws what `fn` throws; DeadlineError or the last MongoError when the deadline has passed
 */
export async function inTransaction<T>(
  client: MongoClient,
  fn: (mongoSession: ClientSession) => Promise<T>,
  { deadlineMs = DEADLINE_MS }: TransactionLimits = {},
): Promise<T> {
  const end = performance.now() + Math.min(deadlineMs, currentDeadline()?.remainingMs() ?? Infinity);
  for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS)) {
    const mongoSession = client.startSession();
    try {
      mongoSession.startTransaction({ writeConcern: DURABLE, readConcern: { level: 'snapshot' } });
      const result = await withDeadline(fn(mongoSession), end - performance.now(), 'the transaction');
      await commit(mongoSession, end);
      return result;
    } catch (error) {
      if (!changedNothing(error) || performance.now() + backoffMs + worstCaseMs(error) > end) throw error;
    } finally {
      // Ending aborts the transaction. In the background, because it takes long while the server is away.
      void mongoSession.endSession().catch(() => undefined);
    }
    await delay(Math.random() * backoffMs);
  }
}

async function commit(mongoSession: ClientSession, end: number): Promise<void> {
  for (;;) {
    try {
      await callWithLimit('the commit', () => mongoSession.commitTransaction());
      return;
    } catch (error) {
      if (isServerAway(error)) error.addErrorLabel(RESULT_UNKNOWN);
      if (!isResultUnknown(error) || performance.now() + worstCaseMs(error) > end) throw error;
    }
  }
}

/**
 * The driver sends a commit twice by itself. When it then finds no server it throws an error without this label, though the
 * first commit may have happened.
 */
const RESULT_UNKNOWN = 'UnknownTransactionCommitResult';

function isResultUnknown(error: unknown): boolean {
  return error instanceof MongoError && error.hasErrorLabel(RESULT_UNKNOWN);
}

function isServerAway(error: unknown): error is MongoError {
  return error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
}

function changedNothing(error: unknown): boolean {
  if (!(error instanceof MongoError) || isResultUnknown(error)) return false;
  return error.hasErrorLabel('TransientTransactionError') || isServerAway(error);
}

/** How long the next try may take: while the server is away, as long as the server selection. */
function worstCaseMs(error: unknown): number {
  return isServerAway(error) ? SERVER_SELECTION_TIMEOUT_MS : 0;
}
