import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { jspf } from '../../src/playlists/formats/jspf.ts';
import { m3u } from '../../src/playlists/formats/m3u.ts';
import { xspf } from '../../src/playlists/formats/xspf.ts';

const id = newId();
const entry = (
  title: string | null,
  artist: string | null,
  durationMs: number | null,
  trackId: string | null = null,
) => ({
  ...{ title, artist, durationMs, trackId },
});

const written = {
  ...{ name: 'Late & <loud>', description: 'a > b', ownerName: 'Lena' },
  tracks: [{ id, title: 'Fünf < 6', artistName: 'A & B', album: 'Dusk', durationMs: 61_400 }],
};

for (const [name, format, durationMs] of [
  ['M3U8', m3u, 61_000],
  ['XSPF', xspf, 61_400],
  ['JSPF', jspf, 61_400],
] as const)
  t.test(`${name}: what is written is read again`, async (t) => {
    const text = format.write(written);
    t.notMatch(text, /signature/);
    t.same(format.read(text), {
      name: 'Late & <loud>',
      entries: [entry('Fünf < 6', 'A & B', durationMs, id)],
    });
  });

t.test('reads M3U as other programs write it', async (t) => {
  const lines = [
    ...[
      '\uFEFF#EXTM3U',
      '#PLAYLIST: Night ',
      '',
      '#EXTINF:12.5 tvg-id="a, b" group="x",Ada - First - Light',
      'a.mp3',
    ],
    ...[
      '#EXTINF:-1,Alone',
      '#EXTART:Bea',
      'C:\\Music\\b.mp3',
      '#EXTGRP:ignored',
      'http://host/x/Cee%20-%20Sea.ogg?x=1#y',
    ],
    ...['/music/%E0%A4%A.flac', `https://host/api/music/tracks/${id}/stream?sid=1`],
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    t.same(m3u.read(lines.join(end)), {
      name: 'Night',
      entries: [
        entry('First - Light', 'Ada', 12_500),
        entry('Alone', 'Bea', null),
        entry('Sea', 'Cee', null),
        entry('%E0%A4%A', null, null),
        entry('stream', null, null, id),
      ],
    });
  }
});

t.test('reads long lines in one pass, and keeps the beginnings of long texts', (t) => {
  const long = 'x'.repeat(300_000);
  const [first] = m3u.read(`/music/a.mp3${'?\u2028'.repeat(100_000)}#`).entries;
  t.same(first, entry('a', null, null));
  const [second] = m3u.read(`#EXTINF:1,${long} - ${long}\nb.mp3`).entries;
  t.same(second, entry('x'.repeat(200), 'x'.repeat(200), 1_000));
  t.end();
});

t.test('reads XSPF with prefixes, CDATA and elements that it does not know', async (t) => {
  const text = `<?xml version="1.0"?><!-- c --><x:playlist version="1" xmlns:x="http://xspf.org/ns/0/">
    <x:title>Ours</x:title><x:trackList><x:track><x:title><![CDATA[A & B]]></x:title><x:creator>Ad&#97;</x:creator>
    <x:extension application="y"><x:title>not this</x:title></x:extension><x:duration>x</x:duration>
    <x:location>a.mp3</x:location><x:location>/api/music/tracks/${id}/stream</x:location></x:track></x:trackList></x:playlist>`;
  t.same(xspf.read(text), { name: 'Ours', entries: [entry('A & B', 'Ada', null, id)] });
});

t.test('refuses what it cannot read, and expands no entities that a file declares', async (t) => {
  const bomb = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
  const list = '<trackList><track><title>&b;</title></track></trackList>';
  for (const [format, text] of [
    [xspf, `${bomb}<playlist version="1">${list}</playlist>`],
    [xspf, '<playlist><trackList>'],
    [xspf, '<playlist/>'],
    [xspf, `<playlist><trackList>${'<a>'.repeat(100_000)}`],
    [xspf, `<playlist><trackList><${'a'.repeat(65)}/></trackList></playlist>`],
    [xspf, '<list><trackList/></list>'],
    [xspf, 'no XML'],
    [m3u, 'Some words\nand some more'],
    [jspf, '{"playlist":{"title":"No list"}}'],
    [jspf, 'null'],
    [jspf, '{'],
  ] as const) {
    t.throws(() => format.read(text), { code: 'PLAYLIST_FILE_UNREADABLE' }, text);
  }
  t.same(m3u.read('#EXTM3U\n#EXTINF:x,Nothing\n'), { name: null, entries: [] });
  t.same(jspf.read('{"playlist":{"track":[null,7,{"title":3,"location":"x"}]}}').entries.length, 3);
});
