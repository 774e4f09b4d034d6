import { readFileSync, statSync, utimesSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Downbeat } from '@downbeat/sdk';
import type { Test } from 'tap';
import { bearer } from '../system/http.ts';
import { musicInternals, type MusicInternals } from '../system/internals.ts';
import { tracksDir, upload as uploadTrack } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';
import type { Databases } from './databases.ts';

/** Half of it is more than music gathers before it writes. */
const FILE = 'copper-kettle.flac';
const TITLE = 'Interrupted';
const BOUNDARY = 'downbeat-faults';
const WITHIN_MS = 60_000;
/** Music deletes orphaned files only when they are older than any running upload: 24 hours. */
const ORPHAN_AGE_MS = 25 * 60 * 60 * 1000;

/** An upload that sends half of its file and then waits until the connection ends. */
export class InterruptedUpload {
  readonly #artist: Downbeat;
  readonly #internals: MusicInternals;
  readonly #incomingDir: string;
  readonly #databases: Databases;
  readonly #outcome: Promise<string>;

  private constructor(system: SystemUnderTest, artist: Downbeat, databases: Databases, token: string) {
    this.#artist = artist;
    this.#databases = databases;
    this.#internals = musicInternals(system)!;
    this.#incomingDir = join(system.dataDir!, 'music/incoming');
    this.#outcome = sendHalf(`${system.musicUrl}/api/music/create`, token);
  }

  /** Resolves when the first bytes are on music's disk. */
  static async start(
    system: SystemUnderTest,
    artist: Downbeat,
    databases: Databases,
  ): Promise<InterruptedUpload> {
    const token = (await artist.session.accessToken())!;
    const upload = new InterruptedUpload(system, artist, databases, token);
    await poll(
      async () => {
        if ((await upload.#receivedBytes()) === 0) throw new Error('nothing received yet');
      },
      { withinMs: WITHIN_MS, everyMs: 20, what: 'the first half of an upload' },
    );
    return upload;
  }

  /** Call it after music was killed: asserts that the client gets an error, and that no file or track remains. */
  async assertCleanFailure(t: Test): Promise<void> {
    t.equal(await this.#outcome, 'ECONNRESET', 'the client sees the connection end');
    const [name, ...others] = await this.#orphanFiles();
    t.same(others, [], 'there is no other orphaned file');
    t.ok(name, 'the received half is still on the disk');
    const modifiedAt = new Date(Date.now() - ORPHAN_AGE_MS);
    utimesSync(join(this.#incomingDir, name!), modifiedAt, modifiedAt);
    await poll(
      async () => {
        const orphans = await this.#orphanFiles();
        if (orphans.length > 0) throw new Error(orphans.join());
      },
      { withinMs: WITHIN_MS, what: 'the deletion of the orphaned file after the restart of music' },
    );
    const search = async () => this.#artist.music.listTracks({ q: TITLE });
    const { items } = await poll(search, { withinMs: WITHIN_MS, what: 'a search' });
    t.same(items, [], 'there is no track');
    await uploadTrack(this.#artist, FILE, TITLE);
    t.same(
      await this.#orphanFiles(),
      [],
      'the same upload succeeds afterwards, and every file belongs to a track',
    );
  }

  async #receivedBytes(): Promise<number> {
    const sizes = (await this.#orphanFiles()).map((name) => statSync(join(this.#incomingDir, name)).size);
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  }

  async #orphanFiles(): Promise<string[]> {
    const owned = new Set(await this.#databases.trackFiles());
    return (await this.#internals.storedFiles()).filter((name) => !owned.has(name));
  }
}

/** Resolves to the error code that ended the upload, or to the status of an unexpected response. */
function sendHalf(url: string, token: string): Promise<string> {
  const audio = readFileSync(join(tracksDir, FILE));
  const part = (headers: string, body: string): string => `--${BOUNDARY}\r\n${headers}\r\n\r\n${body}\r\n`;
  const title = part('content-disposition: form-data; name="title"', TITLE);
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="audio"; filename="${FILE}"\r\n\r\n`;
  return new Promise((resolve) => {
    const sending = request(url, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    sending.on('response', ({ statusCode }) => resolve(`status ${statusCode}`));
    sending.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sending.write(title + head);
    sending.write(audio.subarray(0, audio.length / 2));
  });
}
