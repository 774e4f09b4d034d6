import { hat, kick, snare } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord, midi } from '../theory.ts';
import { electricPiano, sine, subtractive } from '../voices.ts';

const seed = 1101;
const bars = ['Dm9', 'G7', 'Cmaj9', 'Am7', 'Dm9', 'G7', 'Em7', 'Am7', 'Dm9', 'Cmaj9'];
const swing = 0.16;

const piano = electricPiano();
const bass = subtractive({
  wave: sine,
  envelope: { attackSeconds: 0.01, decaySeconds: 0.4, sustain: 0.5, releaseSeconds: 0.08 },
});

/** The off-beat eighths come late: that is the swing. */
function eighth(index: number): number {
  return index / 2 + (index % 2 === 1 ? swing : 0);
}

function drums(studio: Studio, start: number): void {
  for (const beat of [0, 2.5]) studio.hit(kick(52, 0.3), { beat: start + beat, gain: 0.8, room: 0.05 });
  for (const beat of [1, 3]) studio.hit(snare(170, 0.18), { beat: start + beat + 0.02, gain: 0.3, pan: 0.1 });
  for (let index = 0; index < 8; index++) {
    const gain = (index % 2 === 0 ? 0.22 : 0.13) * (0.8 + studio.random() * 0.4);
    studio.hit(hat(), { beat: start + eighth(index), gain, pan: -0.3, room: 0.05 });
  }
}

function comp(studio: Studio, symbol: string, start: number): void {
  for (const [offset, beats, gain] of [
    [0, 1.6, 0.2],
    [eighth(3), 1.2, 0.13],
  ] as const) {
    for (const [voice, note] of chord(symbol, 3).entries()) {
      const beat = start + offset + voice * 0.02;
      studio.note(piano, note, beats, { beat, gain, pan: -0.35 + voice * 0.17, room: 0.35 });
    }
  }
}

export const harbourLights: Song = {
  slug: 'harbour-lights',
  title: 'Harbour Lights',
  artist: 'Low Tide Club',
  album: 'Last Ferry Home',
  genre: 'Lo-fi',
  year: 2026,
  trackNumber: 1,
  format: 'mp3',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 78, beats: bars.length * 4, tailSeconds: 2 });
    const melody = ['A4', 'G4', 'E4', 'D4', 'C5', 'B4', 'G4', 'E4'].map(midi);
    for (const [bar, symbol] of bars.entries()) {
      const start = bar * 4;
      const root = (chord(symbol, 2)[0] ?? 36) - (symbol.startsWith('A') || symbol.startsWith('G') ? 12 : 0);
      comp(studio, symbol, start);
      if (bar > 0) drums(studio, start);
      studio.note(bass, root, 1.8, { beat: start, gain: 0.5, room: 0 });
      studio.note(bass, root + 7, 0.9, { beat: start + eighth(5), gain: 0.4, room: 0 });
      if (bar < 2) continue;
      for (const step of [0, 3, 5]) {
        const note = melody[(bar * 3 + step) % melody.length] ?? 64;
        studio.note(piano, note + 12, 0.7, { beat: start + eighth(step), gain: 0.14, pan: 0.4, echo: 0.35 });
      }
    }
    return studio.mixDown();
  },
};
