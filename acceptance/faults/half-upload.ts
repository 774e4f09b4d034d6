import { readFileSync, statSync, utimesSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Downbeat } from '@downbeat/sdk';
import type { Test } from 'tap';
import { bearer } from '../system/http.ts';
import { insideMusic, type MusicInside } from '../system/inside.ts';
import { tracksDir, upload } from '../system/people.ts';
import type { SystemUnderTest } from '../system/start.ts';
import type { Databases } from './database.ts';

const FILE = 'paper-rockets.mp3';
const TITLE = 'Cut off';
const BOUNDARY = 'downbeat-faults';
const WITHIN_MS = 60_000;
/** What is left behind by a killed process is removed once it is older than any upload that may be under way. */
const LONG_AGO_MS = 25 * 60 * 60 * 1000;

/** An upload of which half is sent and half never will be: under way until something ends it. */
export class HalfUpload {
  readonly #artist: Downbeat;
  readonly #inside: MusicInside;
  readonly #incomingDir: string;
  readonly #databases: Databases;
  readonly #outcome: Promise<string>;

  private constructor(system: SystemUnderTest, artist: Downbeat, databases: Databases, token: string) {
    this.#artist = artist;
    this.#databases = databases;
    this.#inside = insideMusic(system)!;
    this.#incomingDir = join(system.dataDir!, 'music/incoming');
    this.#outcome = sendHalf(`${system.musicUrl}/api/music/create`, token);
  }

  /** Resolves once what was sent has begun to arrive on music's disk. */
  static async start(system: SystemUnderTest, artist: Downbeat, databases: Databases): Promise<HalfUpload> {
    const token = (await artist.session.accessToken())!;
    const begun = new HalfUpload(system, artist, databases, token);
    await poll(
      async () => {
        if ((await begun.#arrivedBytes()) === 0) throw new Error('nothing yet');
      },
      { withinMs: WITHIN_MS, everyMs: 20, what: 'the first half of an upload' },
    );
    return begun;
  }

  /** To be called when music is dead: asserts that its sender hears of it, and that nothing is left of it. */
  async failsCleanly(t: Test): Promise<void> {
    t.equal(await this.#outcome, 'ECONNRESET', 'its sender is told at once');
    const [name, ...others] = await this.#strayFiles();
    t.same(others, [], 'nothing else lies about');
    t.ok(name, 'the half that had arrived is left behind');
    const longAgo = new Date(Date.now() - LONG_AGO_MS);
    utimesSync(join(this.#incomingDir, name!), longAgo, longAgo);
    await poll(
      async () => {
        const stray = await this.#strayFiles();
        if (stray.length > 0) throw new Error(stray.join());
      },
      { withinMs: WITHIN_MS, what: 'the half upload to be removed once music is back' },
    );
    const search = async () => this.#artist.music.listTracks({ q: TITLE });
    const { items } = await poll(search, { withinMs: WITHIN_MS, what: 'a search' });
    t.same(items, [], 'there is no track of it');
    await upload(this.#artist, FILE, TITLE);
    t.same(await this.#strayFiles(), [], 'sent again it is taken, and every file belongs to a track');
  }

  async #arrivedBytes(): Promise<number> {
    const sizes = (await this.#strayFiles()).map((name) => statSync(join(this.#incomingDir, name)).size);
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  }

  async #strayFiles(): Promise<string[]> {
    const owned = new Set(await this.#databases.trackFiles());
    return (await this.#inside.storedFiles()).filter((name) => !owned.has(name));
  }
}

/** Gives the code of the error that ended it, or the status of an answer that should not have come. */
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
    sending.on('response', ({ statusCode }) => resolve(`answered ${statusCode}`));
    sending.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sending.write(title + head);
    sending.write(audio.subarray(0, audio.length / 2));
  });
}
