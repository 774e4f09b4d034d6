import t from 'tap';
import { parseRange } from '../../src/streaming/send-file.ts';

const part = (start: number, end: number) => ({ kind: 'part', range: { start, end } });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

for (const [header, bytes, expected] of [
  [undefined, 100, whole],
  ['', 100, whole],
  ['bytes=0-0', 100, part(0, 0)],
  ['bytes=0-', 100, part(0, 99)],
  ['bytes=0-99', 100, part(0, 99)],
  ['bytes=0-1000000', 100, part(0, 99)],
  ['bytes=99-', 100, part(99, 99)],
  ['bytes=-1', 100, part(99, 99)],
  ['bytes=-100', 100, part(0, 99)],
  ['bytes=-1000', 100, part(0, 99)],
  ['Bytes= 10-20 ', 100, part(10, 20)],
  ['bytes=0-9007199254740991', 100, part(0, 99)],
  ['bytes=-99999999999999999999', 100, part(0, 99)],
  ['bytes=0-1,', 100, part(0, 1)],
  ['bytes= , 0-1 ,, ', 100, part(0, 1)],
  ['bytes=99999999999999999999-', 100, unsatisfiable],
  ['bytes=100-', 100, unsatisfiable],
  ['bytes=100-200', 100, unsatisfiable],
  ['bytes=-0', 100, unsatisfiable],
  ['bytes=-5', 0, unsatisfiable],
  ['bytes=0-', 0, unsatisfiable],
  // Malformed, several ranges, or another unit: the header is ignored.
  ['bytes=20-10', 100, whole],
  ['bytes=0-1,5-6', 100, whole],
  ['bytes=-', 100, whole],
  ['bytes=a-b', 100, whole],
  ['bytes=0--1', 100, whole],
  ['bytes=+1-2', 100, whole],
  ['bytes=1e3-', 100, whole],
  ['lines=0-1', 100, whole],
] as const) {
  t.same(parseRange(header, bytes), expected, `${header ?? 'no header'} of ${bytes} bytes`);
}
