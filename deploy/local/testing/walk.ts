import { basename, dirname, join } from 'node:path';
import { runCommand } from '../command.ts';
import { serviceNames } from '../env.ts';
import type { RunFacts } from '../generated-env.ts';
import { root } from '../paths.ts';
import { say } from '../say.ts';
import { seedDemo } from '../seed.ts';
import type { System } from '../system.ts';
import { withFurther } from './measure-start.ts';
import { residentMebibytes } from './memory.ts';

const fileOf = (name: string): string => join(root, `acceptance/journeys/${name}.test.ts`);
const journeys = ['sdk', 'sdk-operations', 'bare-websocket', 'readme'].map(fileOf);
// Waits for a token's end, so it signs in where tokens end soon.
const withShortTokens = fileOf('problems');

/** What the acceptance tests read to know that the system runs already. */
function addresses({ urls, ports }: System): Record<string, string> {
  return {
    PATH: `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    TAP_TIMEOUT: '300',
    DOWNBEAT_AUTH_URL: urls.authUrl,
    DOWNBEAT_MUSIC_URL: urls.musicUrl,
    DOWNBEAT_NOTIFICATION_URL: urls.notificationUrl,
    DOWNBEAT_INBOX_URL: `http://localhost:${ports.inbox}`,
  };
}

async function go(journey: string, env: Record<string, string>, system: System): Promise<void> {
  const { code, output } = await runCommand(process.execPath, [journey], {
    env,
    cwd: root,
    timeoutMs: 300_000,
  });
  if (code !== 0) throw new Error(`${journey} failed:\n${output}`);
  const held = serviceNames.map((name) => `${name} ${residentMebibytes(system.pidOf(name) ?? 0).toFixed(0)}`);
  say('journey', `${basename(journey)} is over; in MiB: ${held.join(', ')}`);
}

/** Fills the system with the demo, opens each service's docs, and goes every way that the journeys go. */
export async function walk(system: System, dataDir: string): Promise<void> {
  const demo = await seedDemo(system, process.env, dataDir);
  if (!demo) throw new Error('Without the demo there is nothing to measure.');
  const { authUrl, musicUrl, notificationUrl } = system.urls;
  for (const url of [authUrl, musicUrl, notificationUrl]) {
    const page = await fetch(`${url}/docs`, { signal: AbortSignal.timeout(60_000) });
    if (!page.ok) throw new Error(`${url}/docs answers ${page.status}`);
    await page.text();
  }
  const env = addresses(system);
  for (const journey of journeys) await go(journey, env, system);
  const facts: RunFacts = { ...system, dataDir };
  await withFurther('auth', facts, { ...process.env, AUTH_ACCESS_TOKEN_SECONDS: '3' }, (url) =>
    go(withShortTokens, { ...env, DOWNBEAT_AUTH_URL: url }, system),
  );
}
