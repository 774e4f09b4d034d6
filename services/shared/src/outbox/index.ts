export { createCommit, type Commit } from './commit.ts';
export { createOutbox, type Outbox } from './outbox.ts';
export { type Relay, type RelayOptions, type RelayStats, startRelay } from './relay.ts';
export { outboxIndexes, type OutboxRow } from './rows.ts';
