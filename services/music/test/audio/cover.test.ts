import sharp from 'sharp';
import t from 'tap';
import { coverProblem, createToCover, toCover } from '../../src/audio/cover.ts';

const image = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: '#f008' } });

t.test('refuses unsupported, damaged and oversized images', async (t) => {
  const png = await image(300, 300).png().toBuffer();
  const flood = await image(4097, 4097).png().toBuffer();
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    await image(8, 8).gif().toBuffer(),
    await image(8, 8).tiff().toBuffer(),
    png.subarray(0, 100),
    flood,
  ]) {
    await t.rejects(toCover(bytes), { code: 'COVER_NOT_RECOGNISED', status: 415 });
  }
});

t.test('a decompression bomb uses little memory', async (t) => {
  const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: 'red' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  const before = process.memoryUsage().rss;
  await t.rejects(toCover(bomb), { code: 'COVER_NOT_RECOGNISED' });
  const grown = process.memoryUsage().rss - before;
  t.ok(grown < 100 * 1024 * 1024, `${Math.round(grown / 1024 / 1024)} MB`);
});

t.test('removes EXIF data and applies the orientation', async (t) => {
  const source = await image(40, 20)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Artist: 'Ada Lovelace' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .toBuffer();
  t.ok(source.includes('Ada Lovelace'));
  const cover = await toCover(source);
  const { width, height, orientation, exif } = await sharp(cover).metadata();
  t.same(
    { width, height, orientation, exif },
    { width: 20, height: 40, orientation: undefined, exif: undefined },
  );
  t.notOk(cover.includes('Ada Lovelace'));
});

t.test('removes data appended to the image, and makes transparent areas white', async (t) => {
  const polyglot = Buffer.concat([
    await image(8, 8).png().toBuffer(),
    Buffer.from('<script>alert(1)</script>'),
  ]);
  t.notOk((await toCover(polyglot)).includes('script'));
  const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } });
  const { dominant } = await sharp(await toCover(await clear.png().toBuffer())).stats();
  t.ok(Object.values(dominant).every((value) => value > 240));
});

t.test('converts parallel images one after the other; a bad one does not affect the others', async (t) => {
  const good = await image(64, 64).png().toBuffer();
  const bad = good.subarray(0, good.length / 2);
  const outcomes = await Promise.allSettled(
    [good, bad, good, bad, good].map(async (bytes) => toCover(bytes)),
  );
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
  );
});

t.test('converts every image to a JPEG of at most 1200 by 1200 pixels', async (t) => {
  for (const [source, width, height] of [
    [image(100, 50).png(), 100, 50],
    [image(3000, 1500).jpeg(), 1200, 600],
    [image(1000, 4000).webp(), 300, 1200],
    [image(1, 1).png(), 1, 1],
  ] as const) {
    const metadata = await sharp(await toCover(await source.toBuffer())).metadata();
    t.match(metadata, { format: 'jpeg', width, height });
  }
});

t.test('does not blame the image for errors of the server', async (t) => {
  const png = await image(8, 8).png().toBuffer();
  const broken = new Error('Could not load the "sharp" module');
  await t.rejects(createToCover(async () => Promise.reject(broken))(png), broken);
  for (const message of ['timeout: 40% complete', 'vips2jpeg: out of memory']) {
    const overloaded = { code: 'UNAVAILABLE', status: 503, headers: { 'retry-after': '5' } };
    t.match(coverProblem(new Error(message)), overloaded, message);
  }
  t.match(coverProblem(new Error('Input buffer has corrupt header')), { code: 'COVER_NOT_RECOGNISED' });
});
