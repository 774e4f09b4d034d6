import { type IndexDeclarations } from '@downbeat/shared/mongo';
import { outboxIndexes } from '@downbeat/shared/outbox';
import { revocationIndexes } from '@downbeat/shared/revocation';
import { accountIndexes } from './accounts/repository.ts';
import { auditIndexes } from './audit/audit.ts';
import { exchangeCodeIndexes } from './google/exchange-codes.ts';
import { stateIndexes } from './google/states.ts';
import { refreshTokenIndexes } from './sessions/refresh-tokens.ts';
import { sessionIndexes } from './sessions/repository.ts';
import { codeIndexes } from './verification/repository.ts';

/** Every collection of this service. They are made before the first transaction touches them. */
export const indexes: IndexDeclarations = {
  ...accountIndexes,
  ...auditIndexes,
  ...codeIndexes,
  ...exchangeCodeIndexes,
  ...outboxIndexes,
  ...refreshTokenIndexes,
  ...revocationIndexes,
  ...sessionIndexes,
  ...stateIndexes,
};
