// Names of files that every system takes.
import fc from 'fast-check';
import t from 'tap';
import { createUniqueNames, safeName } from '../../src/downloads/file-names.ts';

t.test('replaces what a system does not allow', async (t) => {
  for (const [text, name] of [
    ['AC/DC: "Live"?', 'AC-DC- -Live-'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['...hidden', 'hidden'],
    ['ends with dots...  ', 'ends with dots'],
    ['aux', '_aux'],
    ['com1.txt', '_com1.txt'],
    ['Console', 'Console'],
    ['a\u0000b\tc', 'a-b-c'],
    ['turned \u202Eround', 'turned -round'],
    ['e\u0301', '\u00E9'],
    ['\uD800', '\uFFFD'],
    [' . ', 'Untitled'],
    ['', 'Untitled'],
    ['丽君 👩‍👩‍👧 نامه‌ای', '丽君 👩‍👩‍👧 نامه‌ای'],
  ] as const)
    t.equal(safeName(text), name);
});

t.test('cuts long names without splitting a joined emoji', async (t) => {
  const family = '👩‍👩‍👧';
  const name = safeName(family.repeat(100));
  t.ok(Buffer.byteLength(name) <= 200);
  t.equal(name, family.repeat(Math.floor(200 / Buffer.byteLength(family))));
});

t.test('is one name for all texts, and each name is given once', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (texts) => {
      const uniqueName = createUniqueNames();
      const names = texts.map((text) => uniqueName(text, 'mp3'));
      t.ok(new Set(names.map((name) => name.toLowerCase())).size === names.length);
      for (const name of names) {
        // eslint-disable-next-line no-control-regex
        if (/[/\\:*?"<>|\u0000-\u001F]|^\.|^\s|[. ]\.mp3$/.test(name) || Buffer.byteLength(name) > 255)
          throw new Error(JSON.stringify(name));
      }
    }),
  );
});
