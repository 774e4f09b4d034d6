// An application keeps its SDK for years, and a service may be older than the application: the journey of the SDK passes with the
// SDK of the last release against the services of today, and with the SDK of today against the services of that release.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '@downbeat/deploy/command';
import { root } from '@downbeat/deploy/paths';
import { freePorts } from '@downbeat/deploy/ports';
import type { startSystem } from '@downbeat/deploy/system';
import { ownDataDir } from '@downbeat/deploy/test-servers';
import t, { type Test } from 'tap';
import { isMissing } from '../system/fetched-tool.ts';
import { releasedTree } from '../system/released-tree.ts';
import { systemUnderTest } from '../system/start.ts';

const JOURNEY = 'acceptance/journeys/sdk.test.ts';
const JOURNEY_MS = 240_000;

type Urls = Record<'authUrl' | 'musicUrl' | 'notificationUrl' | 'inboxUrl', string>;

const released = await releasedTree();
const skip = isMissing(released) && released.reason;
const tree = isMissing(released) ? '' : released;

/** Runs the journey of one tree, with the SDK of that tree, against services that run already. */
async function journey(t: Test, folder: string, urls: Urls): Promise<void> {
  const env = {
    DOWNBEAT_AUTH_URL: urls.authUrl,
    DOWNBEAT_MUSIC_URL: urls.musicUrl,
    DOWNBEAT_NOTIFICATION_URL: urls.notificationUrl,
    DOWNBEAT_INBOX_URL: urls.inboxUrl,
    TAP: '1',
  };
  const { code, output } = await runCommand(process.execPath, [join(folder, JOURNEY)], {
    cwd: folder,
    timeoutMs: JOURNEY_MS,
    env,
  });
  t.equal(code, 0, output);
  t.match(output, /^ok \d+ - two members on two instances hear the same position/m);
}

await t.test('the SDK of the last release works with the services of today', { skip }, async (t) => {
  await journey(t, tree, await systemUnderTest(t, { musicInstances: 1 }));
});

await t.test('the SDK of today works with the services of the last release', { skip }, async (t) => {
  const module = pathToFileURL(join(tree, 'deploy/local/system.ts')).href;
  const old = (await import(module)) as { startSystem: typeof startSystem };
  const dataDir = await ownDataDir();
  const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
  const system = await old.startSystem({
    dataDir,
    ports: await freePorts(),
    env,
    musicInstances: 1,
    page: false,
  });
  t.teardown(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const inboxUrl = `http://localhost:${system.ports.inbox}`;
  await journey(t, root, { ...system.urls, inboxUrl });
});
