import { clap, hat, kick } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord, midi } from '../theory.ts';
import { saw, subtractive } from '../voices.ts';

const seed = 4409;
const progression = ['Am9', 'Fmaj7', 'Dm9', 'Em7'];
const bars = 16;

const stab = subtractive({
  wave: saw,
  detuneCents: [-7, 7],
  brightness: [10, 2],
  envelope: { attackSeconds: 0.003, decaySeconds: 0.18, sustain: 0.2, releaseSeconds: 0.12 },
});
const bass = subtractive({
  wave: saw,
  brightness: [8, 1.5],
  envelope: { attackSeconds: 0.003, decaySeconds: 0.15, sustain: 0.5, releaseSeconds: 0.04 },
});
const lead = subtractive({
  wave: saw,
  detuneCents: [-5, 0, 5],
  brightness: [6, 4],
  vibratoCents: 12,
  envelope: { attackSeconds: 0.02, decaySeconds: 0.3, sustain: 0.6, releaseSeconds: 0.15 },
});
const hook = ['E5', 'C5', 'D5', 'A4', 'C5', 'B4', 'G4', 'A4'].map(midi);

function rhythm(studio: Studio, start: number, bar: number): void {
  for (let beat = 0; beat < 4; beat++) {
    studio.hit(kick(46, 0.4), { beat: start + beat, gain: 0.95, room: 0 });
    studio.hit(hat(0.14), { beat: start + beat + 0.5, gain: 0.28, pan: 0.2, room: 0.05 });
    if (bar >= 2 && beat % 2 === 1) studio.hit(clap(), { beat: start + beat, gain: 0.45, room: 0.25 });
  }
  if (bar < 4) return;
  for (let step = 0; step < 16; step++) {
    studio.hit(hat(0.03), {
      beat: start + step / 4,
      gain: 0.06 + studio.random() * 0.06,
      pan: -0.4,
      room: 0,
    });
  }
}

function harmony(studio: Studio, start: number, symbol: string): void {
  const notes = chord(symbol, 3);
  for (const beat of [0.5, 1.25, 2, 3.5]) {
    for (const [voice, note] of notes.entries()) {
      studio.note(stab, note, 0.3, { beat: start + beat, gain: 0.11, pan: voice * 0.3 - 0.6, echo: 0.25 });
    }
  }
  for (const beat of [0.25, 0.5, 1.25, 1.5, 2.25, 2.5, 3.25, 3.5]) {
    const octave = beat % 1 === 0.5 ? 12 : 0;
    studio.note(bass, (notes[0] ?? 45) - 24 + octave, 0.22, { beat: start + beat, gain: 0.4, room: 0 });
  }
}

export const nightBus: Song = {
  slug: 'night-bus-47',
  title: 'Night Bus 47',
  artist: 'Low Tide Club',
  album: 'Last Ferry Home',
  genre: 'House',
  year: 2026,
  trackNumber: 4,
  format: 'ogg',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 124, beats: bars * 4, tailSeconds: 2 });
    for (let bar = 0; bar < bars; bar++) {
      const start = bar * 4;
      rhythm(studio, start, bar);
      harmony(studio, start, progression[bar % progression.length] ?? 'Am9');
      if (bar < 8) continue;
      for (const step of [0, 3]) {
        const note = hook[(bar * 2 + (step > 0 ? 1 : 0)) % hook.length] ?? 69;
        studio.note(lead, note, 1.2, {
          beat: start + step * 0.75,
          gain: 0.16,
          pan: 0.15,
          room: 0.3,
          echo: 0.4,
        });
      }
    }
    return studio.mixDown();
  },
};
