import { hat } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord } from '../theory.ts';
import { electricPiano, saw, sine, subtractive } from '../voices.ts';

const seed = 5501;
const bars = ['Dmaj9', 'Bm9', 'Gmaj9', 'Asus2', 'Dmaj9', 'Gmaj9', 'Dmaj9'];

const swell = subtractive({
  wave: saw,
  detuneCents: [-12, -4, 5, 11],
  brightness: [1.5, 3],
  envelope: { attackSeconds: 1.6, decaySeconds: 1, sustain: 0.8, releaseSeconds: 2 },
});
const deep = subtractive({
  wave: sine,
  envelope: { attackSeconds: 0.8, decaySeconds: 1, sustain: 0.9, releaseSeconds: 1.5 },
});
const bell = electricPiano(2);

export const slowTide: Song = {
  slug: 'slow-tide',
  title: 'Slow Tide',
  artist: 'Low Tide Club',
  album: 'Last Ferry Home',
  genre: 'Ambient',
  year: 2026,
  trackNumber: 7,
  format: 'opus',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 60, beats: bars.length * 4, tailSeconds: 4, roomFeedback: 0.94 });
    for (const [bar, symbol] of bars.entries()) {
      const start = bar * 4;
      const notes = chord(symbol, 3);
      for (const [voice, note] of notes.entries()) {
        studio.note(swell, note, 4, { beat: start, gain: 0.14, pan: voice * 0.35 - 0.7, room: 0.6 });
      }
      studio.note(deep, (notes[0] ?? 50) - 24 + (symbol.startsWith('D') ? 12 : 0), 3.6, {
        beat: start,
        gain: 0.4,
        room: 0.1,
      });
      // Waves on a beach: long noise, once a bar, from alternating sides.
      studio.hit(hat(3), { beat: start + 1, gain: 0.06, pan: bar % 2 === 0 ? -0.7 : 0.7, room: 0.5 });
      for (let drop = 0; drop < 3; drop++) {
        const note = (notes[Math.floor(studio.random() * notes.length)] ?? 62) + 24;
        const beat = start + drop * 1.25 + studio.random() * 0.3;
        studio.note(bell, note, 1, {
          beat,
          gain: 0.1,
          pan: studio.random() * 1.6 - 0.8,
          room: 0.7,
          echo: 0.5,
        });
      }
    }
    return studio.mixDown();
  },
};
