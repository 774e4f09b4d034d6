import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import type { Music, Person } from '../kit/music.ts';

/** Checks every CRC, and prints the name, the digest and the method of compression of each entry. */
const READ_ZIP = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    broken = archive.testzip()
    print(json.dumps({'broken': broken, 'entries': [
        [entry.filename, hashlib.sha256(archive.read(entry)).hexdigest(), entry.compress_type, archive.read(entry).decode('utf-8', 'replace') if entry.filename.endswith(('.m3u8', '.txt')) else None]
        for entry in archive.infolist()]}))
`;

export interface UnzippedEntry {
  name: string;
  sha256: string;
  /** Of playlists and texts. */
  text: string | null;
}

/** Opens an archive with another program than the one that has written it. */
export async function unzip(t: Test, bytes: Buffer): Promise<UnzippedEntry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'downbeat-zip-'));
  const path = join(folder, 'archive.zip');
  await writeFile(path, bytes);
  const { stdout } = await promisify(execFile)('python3', ['-c', READ_ZIP, path]);
  await rm(folder, { recursive: true });
  const { broken, entries } = JSON.parse(stdout) as {
    broken: string | null;
    entries: [string, string, number, string | null][];
  };
  t.equal(broken, null, 'every CRC is right');
  t.ok(
    entries.every(([, , method]) => method === 0),
    'nothing is compressed',
  );
  return entries.map(([name, sha256, , text]) => ({ name, sha256, text }));
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A silent track that differs from others by its length. */
export async function uploadSilence(
  music: Music,
  who: Person,
  { seconds, ...text }: { seconds: number } & Record<string, string | number>,
): Promise<Track & { sha256: string }> {
  const wav = silentWav(seconds);
  const fields = Object.fromEntries(Object.entries(text).map(([name, value]) => [name, String(value)]));
  const answer = await music.upload(audioForm(wav, 'a.wav', fields), who);
  if (answer.status !== 201) throw new Error(await answer.text());
  return { ...((await answer.json()) as Track), sha256: sha256Of(wav) };
}
