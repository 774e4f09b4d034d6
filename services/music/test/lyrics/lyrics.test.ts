import t from 'tap';
import { type LyricsLine, parseLyrics } from '../../src/audio/lyrics-text.ts';
import type { Lyrics, Track } from '../../src/generated/schemas.gen.ts';
import { id3v2, mpegFrames, textBody } from '../kit/audio-writer.ts';
import { audioForm, demoTrack, uploadForm } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';

const texts = (lines: readonly LyricsLine[]) => lines.map(({ startMs, text }) => [startMs, text]);

t.test('reads LRC as it is found', async (t) => {
  for (const [lrc, expected] of [
    [
      '[00:01.50]one\n[00:02]two',
      [
        [1500, 'one'],
        [2000, 'two'],
      ],
    ],
    ['[ti:Song]\r\n[by:me]\r\n\r\n[01:02.345] one ', [[62_345, 'one']]],
    [
      '[00:05.00][00:01.00]again\n[00:03:50]between',
      [
        [1000, 'again'],
        [3500, 'between'],
        [5000, 'again'],
      ],
    ],
    [
      '[offset:+500]\n[00:00.20]early\n[00:02.00]late',
      [
        [0, 'early'],
        [1500, 'late'],
      ],
    ],
    [
      '[00:01.00]one\n[00:02.00]\n[00:03.00]two\n[00:04.00]',
      [
        [1000, 'one'],
        [2000, ''],
        [3000, 'two'],
      ],
    ],
    ['[00:01.00]<00:01.00>word <00:01.40>by <00:01.80>word\nno time', [[1000, 'word by word']]],
    ['[123:59.99]long', [[7_439_990, 'long']]],
    ['[00:10.00]Word [00:10.50]by [00:11.00]word', [[10_000, 'Word by word']]],
    ['[01:00.00]live at [2:30]', [[60_000, 'live at [2:30]']]],
  ] as const)
    t.same(texts(parseLyrics(lrc)), expected, lrc);
});

t.test('reads plain text line by line', async (t) => {
  for (const [text, expected] of [
    [
      '\n\none\r\n\r\ntwo\u0007\n',
      [
        [null, 'one'],
        [null, ''],
        [null, 'two'],
      ],
    ],
    [
      '[Chorus]\none',
      [
        [null, '[Chorus]'],
        [null, 'one'],
      ],
    ],
    ['\u202Eevil', [[null, 'evil']]],
    [' \n\u200B\n', []],
  ] as const)
    t.same(texts(parseLyrics(text)), expected, JSON.stringify(text));
  t.equal(parseLyrics('x\n'.repeat(5_000)).length, 2_000);
  t.equal(parseLyrics('x'.repeat(5_000))[0]?.text.length, 500);
});

const music = await startMusic(t);
const artist = music.person('artist', 'Nadia');
const path = (id: string): string => `/api/music/tracks/${id}/lyrics`;

async function newTrack(form: FormData): Promise<string> {
  const response = await music.upload(form, artist);
  t.equal(response.status, 201);
  return ((await response.json()) as Track).id;
}

const lyricsOf = async (id: string): Promise<Lyrics> =>
  (await (await music.get(path(id), music.person())).json()) as Lyrics;

/** A frame of ID3v2.4 with lyrics in UTF-8 and English. */
const frame = (rest: Buffer): Buffer => Buffer.concat([Buffer.from([3]), Buffer.from('eng'), rest]);

t.test('takes lyrics from the tags of a file, those with times first', async (t) => {
  const plain = frame(Buffer.from('\0Plain line\nanother'));
  const time = Buffer.alloc(4);
  time.writeUInt32BE(1_250);
  const timed = frame(
    Buffer.concat([Buffer.from([2, 1]), Buffer.from('\0'), Buffer.from('Timed line\0'), time]),
  );
  const withBoth = id3v2(4, [
    ['USLT', plain],
    ['SYLT', timed],
    ['TIT2', textBody('Both')],
  ]);
  t.match(await lyricsOf(await newTrack(audioForm(Buffer.concat([withBoth, mpegFrames(80)])))), {
    source: 'file',
    isTimed: true,
    lines: [{ startMs: 1_250, text: 'Timed line' }],
  });
  const withPlain = id3v2(4, [['USLT', plain]]);
  t.match(await lyricsOf(await newTrack(audioForm(Buffer.concat([withPlain, mpegFrames(80)])))), {
    isTimed: false,
    lines: [
      { startMs: null, text: 'Plain line' },
      { startMs: null, text: 'another' },
    ],
  });
});

t.test('lets an artist write and remove them, and no one else', async (t) => {
  const id = await newTrack(await uploadForm(demoTrack('paper-rockets.mp3')));
  t.match(await lyricsOf(id), { source: null, isTimed: false, lines: [], updatedAt: null });
  const written = await music.send('PUT', path(id), artist, { text: '[00:01]One\n[00:02]Two' });
  t.match(await written.json(), { source: 'artist', isTimed: true, lines: { length: 2 }, updatedAt: /Z$/ });
  t.match(await lyricsOf(id), { lines: [{ startMs: 1_000, text: 'One' }, { startMs: 2_000 }] });
  for (const [who, code] of [
    [music.person(), 'FORBIDDEN'],
    [music.person('artist'), 'FORBIDDEN'],
  ] as const) {
    t.match(await (await music.send('PUT', path(id), who, { text: 'Mine' })).json(), { code });
    t.match(await (await music.send('DELETE', path(id), who)).json(), { code });
  }
  const empty = await music.send('PUT', path(id), artist, { text: ' \n\u200B' });
  t.match(await empty.json(), { code: 'VALIDATION_FAILED', errors: [{ field: 'text' }] });
  t.match(await (await music.send('PUT', path(id), artist, { text: 'x'.repeat(100_001) })).json(), {
    code: 'VALIDATION_FAILED',
  });
  t.equal((await music.send('PUT', path(id), music.person('admin'), { text: 'Plain' })).status, 200);
  t.match(await lyricsOf(id), { isTimed: false, lines: [{ startMs: null, text: 'Plain' }] });
  t.equal((await music.send('DELETE', path(id), artist)).status, 204);
  t.same((await lyricsOf(id)).lines, []);
});

t.test('hides those of a private track, and removes them with their track', async (t) => {
  const id = await newTrack(await uploadForm(demoTrack('paper-rockets.mp3'), { visibility: 'private' }));
  await music.send('PUT', path(id), artist, { text: 'Secret' });
  t.equal((await music.get(path(id), music.person())).status, 404);
  t.equal((await music.get(path(id), artist)).status, 200);
  await music.send('DELETE', `/api/music/tracks/${id}`, artist);
  t.equal(await music.app.mongo.db.collection<{ _id: string }>('lyrics').countDocuments({ _id: id }), 0);
  t.equal((await music.send('PUT', path(id), artist, { text: 'Late' })).status, 404);
});
