// By name, because an error's class may come from another copy of its driver.
const AWAY: ReadonlySet<string> = new Set([
  'DeadlineError',
  'MaxRetriesPerRequestError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'PoolClearedOnNetworkError',
]);

const AWAY_LABELS = ['RetryableWriteError', 'RetryableError', 'TransientTransactionError'];

/** Whether an error says that a server we need is away, rather than that we made a mistake. */
export function isBackingAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (AWAY.has(error.name)) return true;
  const { errorLabelSet } = error as { errorLabelSet?: unknown };
  return errorLabelSet instanceof Set && AWAY_LABELS.some((label) => errorLabelSet.has(label));
}
