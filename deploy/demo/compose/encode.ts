import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Format, Song } from './song.ts';

const run = promisify(execFile);

const codecs: Record<Format, readonly string[]> = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k', '-id3v2_version', '3'],
  flac: ['-c:a', 'flac', '-compression_level', '12'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '3'],
  opus: ['-c:a', 'libopus', '-b:a', '112k'],
  m4a: ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart'],
};

/** FLAC's picture block, base64, as Vorbis comments carry it (RFC 9639, section 8.8): Ogg has no picture stream. */
function pictureBlock(cover: Buffer): string {
  const mime = Buffer.from('image/jpeg');
  const head = Buffer.alloc(8 + mime.length + 24);
  head.writeUInt32BE(3, 0);
  head.writeUInt32BE(mime.length, 4);
  mime.copy(head, 8);
  head.writeUInt32BE(480, 12 + mime.length);
  head.writeUInt32BE(480, 16 + mime.length);
  head.writeUInt32BE(24, 20 + mime.length);
  head.writeUInt32BE(cover.length, 28 + mime.length);
  return Buffer.concat([head, cover]).toString('base64');
}

function metadata(song: Song, picture: string | null): string {
  const escape = (value: string) => value.replace(/[=;#\\\n]/g, '\\$&');
  const tags: [string, string][] = [
    ['title', song.title],
    ['artist', song.artist],
    ['album', song.album],
    ['genre', song.genre],
    ['date', String(song.year)],
    ['track', String(song.trackNumber)],
  ];
  if (picture !== null) tags.push(['METADATA_BLOCK_PICTURE', picture]);
  return [';FFMETADATA1', ...tags.map(([key, value]) => `${key}=${escape(value)}`), ''].join('\n');
}

export async function encode(
  song: Song,
  parts: { wav: Buffer; cover: Buffer },
  scratch: string,
  output: string,
) {
  const [wavPath, coverPath, tagsPath] = ['in.wav', 'cover.jpg', 'tags.txt'].map((name) =>
    join(scratch, name),
  );
  if (!wavPath || !coverPath || !tagsPath) throw new Error('no scratch paths');
  const inComments = song.format === 'ogg' || song.format === 'opus';
  await writeFile(wavPath, parts.wav);
  await writeFile(coverPath, parts.cover);
  await writeFile(tagsPath, metadata(song, inComments ? pictureBlock(parts.cover) : null));
  const picture = ['-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'];
  await run('ffmpeg', [
    ...[
      '-hide_banner',
      '-loglevel',
      'error',
      '-y',
      '-i',
      wavPath,
      '-i',
      coverPath,
      '-f',
      'ffmetadata',
      '-i',
      tagsPath,
    ],
    ...['-map', '0:a', ...(inComments ? [] : picture), '-map_metadata', '2', '-fflags', '+bitexact'],
    ...['-flags:a', '+bitexact', '-metadata:s:a', 'encoder=', ...codecs[song.format], output],
  ]);
}
