import { kick, hat } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord, midi } from '../theory.ts';
import { pluckedString, sine, subtractive } from '../voices.ts';

const seed = 3307;
const bars = ['G', 'Em', 'C', 'D', 'G', 'Bm', 'C', 'D', 'G', 'G'];
const melody: Record<number, readonly [beat: number, note: string, beats: number][]> = {
  2: [
    [0, 'E5', 1.5],
    [2, 'D5', 1],
  ],
  3: [
    [0, 'F#5', 2],
    [2, 'A5', 1],
  ],
  4: [[0, 'G5', 2.5]],
  5: [
    [0, 'F#5', 1],
    [1, 'D5', 1],
    [2, 'B4', 1],
  ],
  6: [
    [0, 'C5', 1.5],
    [1.5, 'E5', 1.5],
  ],
  7: [
    [0, 'D5', 1],
    [1, 'C5', 1],
    [2, 'A4', 1],
  ],
  8: [[0, 'B4', 3]],
};

const guitar = pluckedString();
const mandolin = pluckedString(0.992);
const upright = subtractive({
  wave: sine,
  envelope: { attackSeconds: 0.008, decaySeconds: 0.5, sustain: 0.35, releaseSeconds: 0.2 },
});

/** A waltz picked with thumb and two fingers: the bass note, then the chord from below. */
function picking(studio: Studio, symbol: string, start: number): void {
  const notes = chord(symbol, 3);
  const pattern = [0, 1, 2, 1, 2, 1].map(
    (index) => (notes[index] ?? 55) + (index === 2 ? 0 : 12 * (index & 1)),
  );
  for (const [index, note] of pattern.entries()) {
    const beat = start + index / 2 + studio.random() * 0.015;
    studio.note(guitar, note, 1.2, { beat, gain: index === 0 ? 0.4 : 0.26, pan: -0.25, room: 0.15 });
  }
}

export const copperKettle: Song = {
  slug: 'copper-kettle',
  title: 'Copper Kettle',
  artist: 'Nadia Ferro',
  album: 'Kitchen Table Songs',
  genre: 'Folk',
  year: 2025,
  trackNumber: 3,
  format: 'flac',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 96, beats: bars.length * 3, tailSeconds: 2, roomFeedback: 0.7 });
    for (const [bar, symbol] of bars.entries()) {
      const start = bar * 3;
      picking(studio, symbol, start);
      studio.note(upright, (chord(symbol, 2)[0] ?? 43) - 0, 2.2, { beat: start, gain: 0.4, room: 0.05 });
      if (bar > 1 && bar < bars.length - 1) {
        studio.hit(kick(70, 0.18), { beat: start, gain: 0.3, room: 0.1 });
        for (const beat of [1, 2]) studio.hit(hat(0.05), { beat: start + beat, gain: 0.12, pan: 0.2 });
      }
      for (const [beat, note, beats] of melody[bar] ?? []) {
        studio.note(mandolin, midi(note), beats, { beat: start + beat, gain: 0.3, pan: 0.35, room: 0.2 });
      }
    }
    return studio.mixDown();
  },
};
