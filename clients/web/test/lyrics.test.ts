import t from 'tap';
import { lineAt, lyricsText } from '../src/state/lyrics-lines.ts';

const lines = [
  { startMs: 500, text: 'one' },
  { startMs: 5_000, text: '' },
  { startMs: 75_306, text: 'two' },
];

t.test('finds the line that is sung', async (t) => {
  for (const [positionMs, line] of [
    [0, -1],
    [499, -1],
    [500, 0],
    [4_999, 0],
    [5_000, 1],
    [1_000_000, 2],
  ] as const)
    t.equal(lineAt(lines, positionMs), line, `${positionMs} ms`);
  t.equal(lineAt([{ startMs: null, text: 'one' }], 5_000), -1, 'without times');
});

t.test('writes lyrics as the text that was read', async (t) => {
  t.equal(lyricsText({ lines }), '[00:00.50]one\n[00:05.00]\n[01:15.31]two');
  t.equal(
    lyricsText({
      lines: [
        { startMs: null, text: 'one' },
        { startMs: null, text: '' },
      ],
    }),
    'one\n',
  );
  t.equal(lyricsText({ lines: [{ startMs: 59_999, text: 'round' }] }), '[01:00.00]round');
});
