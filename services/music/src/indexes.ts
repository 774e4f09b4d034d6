import type { IndexDeclarations } from '@downbeat/shared/mongo';
import { outboxIndexes } from '@downbeat/shared/outbox';
import { revocationIndexes } from '@downbeat/shared/revocation';
import { listeningIndexes } from './listening/store/session-repository.ts';
import { playlistIndexes } from './playlists/rows.ts';
import { looseFileIndexes } from './storage/index.ts';
import { trackIndexes } from './tracks/rows.ts';

export const indexes: IndexDeclarations = {
  ...outboxIndexes,
  ...revocationIndexes,
  ...looseFileIndexes,
  ...trackIndexes,
  ...playlistIndexes,
  ...listeningIndexes,
};
