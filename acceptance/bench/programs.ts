// Two older measurements that have targets and tables of their own; here each is one line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Row } from './contest.ts';

const FIGURE = 'targets met, of 1';

/** Runs a program of acceptance/bench/ against the same system; the argument says how often it measures. */
function program(file: string, count: { full: string; smoke: string }): Row {
  return async ({ system, isSmoke }) => {
    const { authUrl, musicUrl, notificationUrl } = system;
    const env = {
      ...process.env,
      DOWNBEAT_AUTH_URL: authUrl,
      DOWNBEAT_MUSIC_URL: musicUrl,
      DOWNBEAT_NOTIFICATION_URL: notificationUrl,
    };
    const args = [join(import.meta.dirname, file), isSmoke ? count.smoke : count.full];
    const measure = async (): Promise<Record<string, number>> => {
      const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return { [FIGURE]: code === 0 ? 1 : 0 };
    };
    return {
      ours: { name: 'Downbeat', measure },
      baselines: [],
      aims: [{ figure: FIGURE, better: 'higher', limit: 1 }],
      isMeasuredOnce: true,
    };
  };
}

export const clock = program('clock.ts', { full: '500', smoke: '5' });
export const enumeration = program('enumeration.ts', { full: '50', smoke: '2' });
