import t from 'tap';
import { frame } from '../local/box.ts';

t.test('frames a title and two columns, as wide as the widest line', async (t) => {
  t.equal(
    frame('Running', [['Auth', 'http://localhost:4000'], ['Inbox', 'here'], '', 'Stop with Ctrl-C.']),
    [
      '┌──────────────────────────────┐',
      '│ Running                      │',
      '├──────────────────────────────┤',
      '│ Auth   http://localhost:4000 │',
      '│ Inbox  here                  │',
      '│                              │',
      '│ Stop with Ctrl-C.            │',
      '└──────────────────────────────┘',
    ].join('\n'),
  );
});
