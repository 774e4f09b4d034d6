import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf, say } from '../say.ts';
import { cacheFolder } from './cache.ts';
import type { Source } from './source.ts';

export const officialMongodVersion = '8.0.13';

async function download(): ReturnType<Source['find']> {
  say('mongo', `${officialMongodVersion} is being fetched from fastdl.mongodb.org ...`);
  try {
    // Loaded only here: a warm start has no use for it.
    const { MongoBinary } = await import('mongodb-memory-server-core');
    const downloadDir = join(cacheFolder(), 'mongodb-binaries');
    const got = await MongoBinary.getPath({ version: officialMongodVersion, downloadDir, checkMD5: true });
    const path = join(cacheFolder(), `mongod-${officialMongodVersion}`, 'mongod');
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(got, path);
    chmodSync(path, 0o755);
    return { how: 'program', path };
  } catch (error) {
    return { reason: reasonOf(error).split('\n')[0] ?? 'failed' };
  }
}

export const mongoDownload: Source = { kind: 'download', label: 'official download', find: download };
