import { parseArgs } from 'node:util';
import { createGeneration } from '@downbeat/shared/cache';
import { connectStores } from '@downbeat/shared/connections';
import { CommandError, runCommand } from '@downbeat/shared/lifecycle';
import { createLogger, reasonOf } from '@downbeat/shared/logging';
import type { Db } from 'mongodb';
import { type Config, readConfig } from '../config.ts';
import { type MoveCounts, moveFiles, type MoveResult } from './file-mover.ts';
import { type RunLease, takeRunLease } from './run-lease.ts';
import { createStorageOf } from '../storage/storage.ts';
import { UploadStaging } from '../storage/upload-staging.ts';

const USAGE = `usage: node services/music/src/cli/move-files.ts [--at-once <files>]

Copies the files of all tracks from STORAGE_PREVIOUS to STORAGE, while the service runs with both settings, and compares each
copy with the SHA-256 of the upload. It goes on where it was when it is run again. The old files stay. Only one run works at a
time.
  --at-once <files>  how many are copied at the same time, 1 to 32; default: 4. Never more than STORAGE takes at once:
                     S3_MAX_UPLOADS or IMAGEKIT_MAX_UPLOADS

Exit code: 0 when all files are in STORAGE; 1 otherwise, with the reasons.`;

const DEFAULT_AT_ONCE = 4;
const MAX_AT_ONCE = 32;
const REPORT_EVERY_MS = 1_000;
const MEGABYTE = 1_000_000;
/** Further ones are counted. */
const SHOWN_PROBLEMS = 50;

function readAtOnce(): number {
  const options = { 'at-once': { type: 'string', default: String(DEFAULT_AT_ONCE) } } as const;
  let atOnce: number;
  try {
    atOnce = Number(parseArgs({ options }).values['at-once']);
  } catch (error) {
    throw new CommandError(`${reasonOf(error)}\n${USAGE}`);
  }
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > MAX_AT_ONCE) throw new CommandError(USAGE);
  return atOnce;
}

const textOf = ({ tracks, copied, copiedBytes, there }: MoveCounts, all: number | null): string =>
  `${tracks}${all === null ? '' : ` of about ${all}`} tracks: ${copied} files copied (${Math.round(copiedBytes / MEGABYTE)} MB), ${there} there already`;

/** Prints at most one line in a second. */
function createReport(all: number): (result: MoveResult) => void {
  let printedAt = -Infinity;
  return (result) => {
    if (performance.now() - printedAt < REPORT_EVERY_MS) return;
    printedAt = performance.now();
    process.stdout.write(`${textOf(result, all)}, ${result.problems.length} problems\n`);
  };
}

/** How many files a storage takes at once. More would wait for each other, and too many would be refused. */
function uploadsAtOnce(storage: string, config: Config): number {
  if (storage === 's3') return config.S3_MAX_UPLOADS;
  return storage === 'imagekit' ? config.IMAGEKIT_MAX_UPLOADS : MAX_AT_ONCE;
}

async function takeLease(db: Db): Promise<RunLease> {
  const lease = await takeRunLease(db);
  if (lease !== null) return lease;
  throw new CommandError(
    'Another run moves files. When that one was killed, run this again after half a minute.',
  );
}

async function move(config: Config, wantedAtOnce: number): Promise<MoveResult> {
  const { STORAGE: target, STORAGE_PREVIOUS: previous } = config;
  if (previous === undefined) throw new CommandError(`STORAGE_PREVIOUS is not set.\n\n${USAGE}`);
  const [from, to] = [await createStorageOf(previous, config), await createStorageOf(target, config)];
  const logger = createLogger('music', { LOG_LEVEL: 'silent' });
  const { mongo, redis } = await connectStores(config, { logger });
  try {
    await Promise.all([from.check(), to.check()]);
    const staging = new UploadStaging(to.stagingDirectory, config.STORAGE_RESERVE_BYTES);
    const report = createReport(await mongo.db.collection('tracks').estimatedDocumentCount());
    const lease = await takeLease(mongo.db);
    const { isLost } = lease;
    const filesAtOnce = Math.min(wantedAtOnce, uploadsAtOnce(target, config));
    const route = { from, to, staging, target };
    const result = await moveFiles({ db: mongo.db, ...route, filesAtOnce, isLost, report }).finally(() =>
      lease.release(),
    );
    // Instances forget the keys that they have in memory.
    await createGeneration(redis.redis, 'tracks').advance();
    if (isLost()) throw new CommandError('The database was out of reach for too long. Run it again.');
    return result;
  } finally {
    await Promise.all([mongo.close(), redis.close()]);
  }
}

await runCommand(async () => {
  const filesAtOnce = readAtOnce();
  const config = readConfig(process.env);
  const result = await move(config, filesAtOnce);
  const { problems, gaveUp } = result;
  const summary = textOf(result, null);
  if (problems.length > 0) {
    const rest = gaveUp ? ', and the rest was not tried' : '';
    const shown = problems.slice(0, SHOWN_PROBLEMS).join('\n');
    throw new CommandError(`${shown}\n${summary}; ${problems.length} files are not${rest}. Run it again.`);
  }
  return [`${summary}. All files are in ${config.STORAGE}; STORAGE_PREVIOUS can be removed now.`];
});
