import type { Stores } from '@downbeat/shared/connections';
import { type Commit, createCommit, createOutbox, type Outbox } from '@downbeat/shared/outbox';
import { type RevocationList, createRevocationList } from '@downbeat/shared/revocation';
import type { Logger } from '@downbeat/shared/logging';
import { type Accounts, createAccounts } from './accounts/repository.ts';
import { type Audit, createAudit } from './audit/audit.ts';
import type { Clock } from './clock.ts';
import { type Sessions, createSessions } from './sessions/repository.ts';
import { type Revoker, createRevoker } from './sessions/revoke.ts';

/** What the features stand on: the stores that more than one of them needs. */
export interface Infrastructure {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly outbox: Outbox;
  readonly commit: Commit;
  readonly revocations: RevocationList;
  readonly revoker: Revoker;
  readonly clock: Clock;
}

export const createInfrastructure = (connections: Stores, logger: Logger, clock: Clock): Infrastructure => {
  const { db, client } = connections.mongo;
  const outbox = createOutbox(db);
  const stores = {
    accounts: createAccounts(db),
    sessions: createSessions(db),
    audit: createAudit(db),
    outbox,
    commit: createCommit(client, outbox),
    revocations: createRevocationList({ redis: connections.redis.redis, db, logger }),
    clock,
  };
  return { ...stores, revoker: createRevoker(stores) };
};
