import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, say } from '../say.ts';
import { cacheFolder, keep } from './cache.ts';
import type { Source } from './source.ts';

export const officialMongodVersion = '8.0.13';

async function download(): ReturnType<Source['find']> {
  say('mongo', `${officialMongodVersion} is being fetched from fastdl.mongodb.org ...`);
  // A folder of its own: an archive that a failed try had left would be taken for a good one by every later try.
  const downloadDir = mkdtempSync(join(cacheFolder(), 'mongodb-download-'));
  // Without it this package, alone among all, would believe whoever answers for the server's name.
  process.env.npm_config_strict_ssl ??= 'true';
  try {
    // Loaded only here: a warm start has no use for it.
    const { MongoBinary } = await import('mongodb-memory-server-core');
    const got = await MongoBinary.getPath({ version: officialMongodVersion, downloadDir, checkMD5: true });
    return { how: 'program', path: keep('mongod', officialMongodVersion, got) };
  } catch (error) {
    // What could not be had, and why; what follows is advice for programmers.
    return { reason: reasonOf(error).split('\n').slice(0, 2).join(' ') };
  } finally {
    rmSync(downloadDir, { recursive: true, force: true });
  }
}

export const mongoDownload: Source = { kind: 'download', label: 'official download', find: download };
