/** The queue that keeps this service's own list of ended sessions: they no longer open the ledger to anybody. */
export const REVOCATION_QUEUE = 'notification.sessions';
