// The colour that a cover gives to the page.
import t from 'tap';
import { hueOfPixels } from '../src/hue.ts';

const pixels = (...colours: number[][]): Uint8ClampedArray =>
  new Uint8ClampedArray(colours.flatMap((colour) => [...colour, 255]));
const red = [220, 30, 30];
const blue = [30, 60, 220];
const grey = [90, 92, 95];

t.test('takes the hue that most strong colours share', async (t) => {
  const warm = hueOfPixels(pixels(red, red, red, blue, grey, grey, grey, grey));
  t.ok(warm !== null && warm > 10 && warm < 60, `red is ${warm}`);
  const cold = hueOfPixels(pixels(blue, blue, red));
  t.ok(cold !== null && cold > 240 && cold < 290, `blue is ${cold}`);
});

t.test('finds no hue in grey, black and white', async (t) => {
  t.equal(hueOfPixels(pixels(grey, [0, 0, 0], [255, 255, 255])), null);
  t.equal(hueOfPixels(pixels()), null);
});
