import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Downbeat, type DownbeatOptions } from '@downbeat/sdk';
import { codeIn, mailTo } from './inbox.ts';
import type { SystemUnderTest } from './start.ts';

export const password = 'a long walk at dusk 7';
/** The folder of the demo's audio files. */
export const tracksDir = join(import.meta.dirname, '../../deploy/demo/tracks');

/** An e-mail address that no other account has. */
export function uniqueEmail(name: string): string {
  return `${name}-${randomUUID().slice(0, 13)}@example.com`;
}

/** A client of the system that is not signed in. */
export function createClient(system: SystemUnderTest, options: DownbeatOptions = {}): Downbeat {
  const { authUrl, musicUrl, notificationUrl } = system;
  return new Downbeat({ authUrl, musicUrl, notificationUrl, ...options });
}

async function verifyEmail({ inboxUrl }: SystemUnderTest, client: Downbeat, email: string): Promise<void> {
  await client.auth.verifyEmail({ code: codeIn(await mailTo(inboxUrl, email, /code|confirm|verif/i)) });
}

/** A client that is signed in to a new account. */
export async function signedInClient(
  system: SystemUnderTest,
  displayName: string,
  role: 'listener' | 'artist' = 'listener',
  options: DownbeatOptions = {},
): Promise<Downbeat> {
  const client = createClient(system, options);
  const email = uniqueEmail(displayName.toLowerCase().replaceAll(/[^a-z]/g, ''));
  await client.auth.register({ email, password, displayName, role });
  // A system that runs already may be in production mode, where an upload needs a confirmed e-mail address.
  if (role === 'artist' && system.local === undefined) await verifyEmail(system, client, email);
  return client;
}

/** One of the demo's audio files, as a browser's file input gives it. */
export async function demoFile(name: string): Promise<File> {
  return new File([await openAsBlob(join(tracksDir, name))], name);
}

/** Uploads one of the demo's tracks. */
export async function upload(
  artist: Downbeat,
  fileName: string,
  title?: string,
): Promise<{ id: string; durationMs: number }> {
  return artist.music.createTrack({
    audio: await demoFile(fileName),
    ...(title === undefined ? {} : { title }),
  });
}
