import type { Migration } from '@downbeat/shared/migrations';

/** Run once each, in this order, before the service listens. Indexes are not migrations: `mailIndexes` declares them. */
export const migrations: readonly Migration[] = [];
