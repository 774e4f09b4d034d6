import t from 'tap';
import { sanitizeText } from '../../src/audio/sanitize-text.ts';

for (const [text, expected] of [
  [undefined, null],
  ['', null],
  [' \t\r\n ', null],
  ['\u0000', null],
  [' First Light ', 'First Light'],
  ['line\r\nbreak', 'line break'],
  ['bell\u0007', 'bell'],
  ['line\u2028separator', 'line separator'],
  ['half \ud83d', 'half \ufffd'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['First\u2066\u202a Light\u202c\u2069', 'First Light'],
  ['\u202e\u2069', null],
  ['\u05e9\u05dc\u05d5\u05dd', '\u05e9\u05dc\u05d5\u05dd'],
  ['e\u0301', 'é'],
  ['x'.repeat(250), 'x'.repeat(200)],
  ['\u0958'.repeat(200), '\u0915\u093c'.repeat(100)],
  [`a${'🎵'.repeat(250)}`, `a${'🎵'.repeat(199)}`],
  ['🎵'.repeat(250), '🎵'.repeat(200)],
  ['\u200b\u3164 \u2800', null],
] as const) {
  t.equal(sanitizeText(text, 200), expected, encodeURIComponent((text ?? 'nothing').toWellFormed()));
}
