import { hat, snare, kick } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord, midi } from '../theory.ts';
import { pulse, subtractive, triangle } from '../voices.ts';

const seed = 6607;
const progression = ['C', 'G', 'Am', 'F'];
const tune = 'E5 G5 C6 B5 G5 D5 B4 D5 C5 E5 A5 G5 F5 A5 C6 A5'.split(' ').map(midi);
const bars = 14;

const square = subtractive({
  wave: pulse(0.5),
  vibratoCents: 8,
  envelope: { attackSeconds: 0.002, decaySeconds: 0.15, sustain: 0.6, releaseSeconds: 0.04 },
});
const thin = subtractive({
  wave: pulse(0.125),
  envelope: { attackSeconds: 0.002, decaySeconds: 0.1, sustain: 0.4, releaseSeconds: 0.03 },
});
const bass = subtractive({
  wave: triangle,
  envelope: { attackSeconds: 0.002, decaySeconds: 0.3, sustain: 0.8, releaseSeconds: 0.02 },
});

/** Old consoles had too few voices for a chord, so they ran through its notes very fast. */
function fastChord(studio: Studio, notes: number[], start: number): void {
  for (let step = 0; step < 32; step++) {
    const note = (notes[step % notes.length] ?? 60) + 12;
    studio.note(thin, note, 0.11, { beat: start + step / 8, gain: 0.09, pan: -0.5, room: 0.05 });
  }
}

function rhythm(studio: Studio, start: number): void {
  for (const beat of [0, 1.5, 2]) studio.hit(kick(60, 0.14), { beat: start + beat, gain: 0.6, room: 0 });
  for (const beat of [1, 3]) studio.hit(snare(240, 0.12), { beat: start + beat, gain: 0.4, room: 0.05 });
  for (let step = 0; step < 8; step++)
    studio.hit(hat(0.03), { beat: start + step / 2, gain: 0.18, pan: 0.3 });
}

export const paperRockets: Song = {
  slug: 'paper-rockets',
  title: 'Paper Rockets',
  artist: 'Nadia Ferro',
  album: 'Small Machines',
  genre: 'Chiptune',
  year: 2026,
  trackNumber: 5,
  format: 'mp3',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 150, beats: bars * 4, tailSeconds: 1 });
    for (let bar = 0; bar < bars; bar++) {
      const start = bar * 4;
      const notes = chord(progression[bar % progression.length] ?? 'C', 4);
      fastChord(studio, notes, start);
      for (let step = 0; step < 8; step++) {
        const note = (notes[0] ?? 60) - 24 + (step % 2) * 12;
        studio.note(bass, note, 0.42, { beat: start + step / 2, gain: 0.4, room: 0 });
      }
      if (bar >= 2) rhythm(studio, start);
      for (let step = 0; step < 4 && bar >= 4; step++) {
        const note = tune[((bar % 4) * 4 + step) % tune.length] ?? 72;
        studio.note(square, note, step === 3 ? 0.9 : 0.7, {
          beat: start + step,
          gain: 0.17,
          pan: 0.25,
          echo: 0.2,
        });
      }
    }
    return studio.mixDown();
  },
};
