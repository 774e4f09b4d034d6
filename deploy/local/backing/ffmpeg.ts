import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import { dim, log } from '../log.ts';
import { root } from '../paths.ts';
import type { Env } from '../services.ts';
import { aptPackage } from './apt.ts';
import { allowedKinds, cached, choose, onPath, type Source } from './sources.ts';
import { programOfWheel, type Wheel } from './wheel.ts';

/** The same that is in the Docker image. */
const wheel: Wheel = {
  name: 'ffmpeg',
  file: 'ffmpeg',
  version: '7.0.2',
  requirement: readFileSync(join(root, 'deploy/ffmpeg.requirements.txt'), 'utf8'),
  megabytes: 29,
  program: 'imageio_ffmpeg/binaries/ffmpeg-*',
};

async function findInWheel(): ReturnType<Source['find']> {
  const got = await programOfWheel(wheel);
  if ('reason' in got) return got;
  const { code } = await runCommand(got.path, ['-version']);
  return code === 0 ? { how: 'program', path: got.path } : { reason: 'does not run on this machine' };
}

const path = onPath({ program: 'ffmpeg' });

const sources: readonly Source[] = [
  path,
  cached(wheel.file, wheel.version),
  { kind: 'package', label: 'PyPI wheel imageio-ffmpeg', find: findInWheel },
  aptPackage(['ffmpeg'], path.find),
];

/** Where ffmpeg is on this machine, after it was obtained if necessary; undefined when it cannot be: music also runs without. */
export async function findFfmpeg(env: Env): Promise<string | undefined> {
  try {
    const { launch, label } = await choose('ffmpeg', sources, allowedKinds(env.BACKING));
    if (launch.how !== 'program') return undefined;
    log('ffmpeg', `${label}: ${launch.path}`);
    return launch.path;
  } catch (error) {
    log('ffmpeg', dim(`${(error as Error).message} Uploads are not analysed.`));
    return undefined;
  }
}
