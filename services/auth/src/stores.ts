import type { Stores as StoreConnections } from '@downbeat/shared/connections';
import type { Logger } from '@downbeat/shared/logging';
import { createCommit, createOutbox, outboxIndexes } from '@downbeat/shared/messaging';
import { runMigrations } from '@downbeat/shared/migrations';
import { ensureIndexes, type IndexDeclarations } from '@downbeat/shared/mongo';
import { createRevocationList, revocationIndexes } from '@downbeat/shared/revocation';
import { accountIndexes, createAccounts } from './accounts/repository.ts';
import { auditIndexes, createAudit } from './audit.ts';
import type { Clock } from './clock.ts';
import { googleIndexes } from './google/repository.ts';
import { migrations } from './migrations.ts';
import {
  authSessionIndexes,
  createAuthSessions,
  createRefreshTokens,
  refreshTokenIndexes,
} from './sessions/repository.ts';
import { createRevoker } from './sessions/revoke.ts';
import { codeIndexes } from './verification/repository.ts';

// All collections, also those without indexes: a collection must exist before a transaction writes to it.
const indexes: IndexDeclarations = {
  ...accountIndexes,
  ...auditIndexes,
  ...authSessionIndexes,
  ...codeIndexes,
  ...googleIndexes,
  ...outboxIndexes,
  ...refreshTokenIndexes,
  ...revocationIndexes,
};

export type Stores = ReturnType<typeof createStores>;

/** The stores that more than one feature uses. The service and the commands of `cli/` share them. */
export function createStores({ mongo, redis }: StoreConnections, logger: Logger, clock: Clock) {
  const { db, client } = mongo;
  const outbox = createOutbox(db);
  const stores = {
    accounts: createAccounts(db),
    authSessions: createAuthSessions(db),
    refreshTokens: createRefreshTokens(db),
    audit: createAudit(db),
    outbox,
    commit: createCommit(client, outbox),
    revocations: createRevocationList({ redis: redis.redis, db, logger }),
    clock,
  };
  return { ...stores, revoker: createRevoker(stores) };
}

/** Brings the database to the form that this release expects. */
export async function prepareDatabase({ mongo }: StoreConnections, logger: Logger): Promise<void> {
  await runMigrations({ db: mongo.db, migrations, logger });
  await ensureIndexes(mongo.db, indexes);
}
