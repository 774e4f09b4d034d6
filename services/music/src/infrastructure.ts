import type { Connections } from '@downbeat/shared/connections';
import type { Logger } from '@downbeat/shared/logging';
import { createCommit, createOutbox, type Commit, type Outbox } from '@downbeat/shared/outbox';
import { createRevocationList, type RevocationList } from '@downbeat/shared/revocation';
import type { Db } from 'mongodb';
import type { Redis } from 'ioredis';
import { TagReader } from './audio/tag-reader.ts';
import type { Config } from './config.ts';
import { createStorage, Intake, LooseFiles, type Storage } from './storage/index.ts';
import { UrlSigner } from './streaming/signed-urls.ts';

/** What the features stand on. */
export interface Infrastructure {
  readonly db: Db;
  readonly redis: Redis;
  readonly outbox: Outbox;
  readonly commit: Commit;
  readonly revocations: RevocationList;
  readonly storage: Storage;
  readonly intake: Intake;
  readonly looseFiles: LooseFiles;
  readonly tagReader: TagReader;
  readonly signer: UrlSigner;
}

export async function createInfrastructure(
  { mongo, redis }: Connections,
  config: Config,
  logger: Logger,
  now: () => number,
): Promise<Infrastructure> {
  const { client, db } = mongo;
  const outbox = createOutbox(db);
  const storage = await createStorage(config);
  return {
    db,
    redis: redis.redis,
    outbox,
    commit: createCommit(client, outbox),
    revocations: createRevocationList({ redis: redis.redis, db, logger, now }),
    storage,
    intake: new Intake(storage.intakeDirectory),
    looseFiles: new LooseFiles(db, storage, logger),
    tagReader: new TagReader(),
    signer: new UrlSigner(config, now),
  };
}
