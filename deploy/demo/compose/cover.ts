import sharp from 'sharp';
import { seededRandom } from './random.ts';
import type { Song } from './song.ts';

const size = 480;

function circle(random: () => number, hue: number): string {
  const [x, y, radius] = [random() * size, random() * size, 30 + random() * 150];
  const fill = `hsl(${Math.round(hue + random() * 60)} 70% ${Math.round(45 + random() * 30)}%)`;
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" fill-opacity="0.45"/>`;
}

function wave(random: () => number, row: number): string {
  const y = 300 + row * 30;
  const height = 12 + random() * 26;
  const offset = -60 * random();
  const arcs = Array.from({ length: 10 }, (_, index) => `q 30 ${index % 2 === 0 ? height : -height} 60 0`);
  const stroke = 'fill="none" stroke="white" stroke-opacity="0.55" stroke-width="3"';
  return `<path d="M ${offset} ${y} ${arcs.join(' ')}" ${stroke}/>`;
}

/** Draws a cover from the song's seed. Shapes only: lettering would depend on the fonts of the machine. */
export async function drawCover(song: Song): Promise<Buffer> {
  const random = seededRandom(song.seed);
  const hue = Math.round(random() * 360);
  const circles = Array.from({ length: 9 }, () => circle(random, hue)).join('');
  const waves = Array.from({ length: 5 }, (_, row) => wave(random, row)).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <rect width="100%" height="100%" fill="hsl(${hue} 45% 18%)"/>${circles}${waves}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}
