import { clap, hat, kick } from '../drums.ts';
import type { Song } from '../song.ts';
import { Studio } from '../studio.ts';
import { chord } from '../theory.ts';
import { pulse, saw, subtractive, triangle } from '../voices.ts';

const seed = 2203;
const progression = ['Fmaj7', 'Am', 'C', 'Gsus2'];
const bars = 15;

const glass = subtractive({
  wave: triangle,
  envelope: { attackSeconds: 0.003, decaySeconds: 0.25, sustain: 0.1, releaseSeconds: 0.25 },
});
const pad = subtractive({
  wave: saw,
  detuneCents: [-9, 0, 8],
  brightness: [3, 5],
  envelope: { attackSeconds: 0.5, decaySeconds: 1, sustain: 0.8, releaseSeconds: 0.6 },
});
const bass = subtractive({
  wave: pulse(0.4),
  brightness: [9, 3],
  envelope: { attackSeconds: 0.004, decaySeconds: 0.2, sustain: 0.4, releaseSeconds: 0.05 },
});

/** Climbs the chord over three octaves and comes down again, in sixteenths. */
function arpeggio(studio: Studio, notes: number[], start: number): void {
  const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1];
  for (const [index, step] of steps.entries()) {
    const note = (notes[step % notes.length] ?? 60) + 12 * Math.floor(step / notes.length);
    const pan = Math.sin((start + index / 4) * 0.7) * 0.7;
    studio.note(glass, note, 0.22, { beat: start + index / 4, gain: 0.2, pan, room: 0.3, echo: 0.3 });
  }
}

function drums(studio: Studio, start: number, withClap: boolean): void {
  for (let beat = 0; beat < 4; beat++) {
    studio.hit(kick(), { beat: start + beat, gain: 0.75, room: 0 });
    studio.hit(hat(0.09), { beat: start + beat + 0.5, gain: 0.2, pan: 0.25, room: 0.1 });
    if (withClap && beat % 2 === 1) studio.hit(clap(), { beat: start + beat, gain: 0.35, room: 0.3 });
  }
}

export const glassStairs: Song = {
  slug: 'glass-stairs',
  title: 'Glass Stairs',
  artist: 'Nadia Ferro',
  album: 'Small Machines',
  genre: 'Electronica',
  year: 2026,
  trackNumber: 1,
  format: 'm4a',
  seed,
  perform() {
    const studio = new Studio({ seed, bpm: 122, beats: bars * 4, tailSeconds: 2.5, roomFeedback: 0.86 });
    for (let bar = 0; bar < bars; bar++) {
      const notes = chord(progression[bar % progression.length] ?? 'C', 3);
      const start = bar * 4;
      arpeggio(
        studio,
        notes.slice(0, 3).map((note) => note + 12),
        start,
      );
      for (const [voice, note] of notes.entries()) {
        studio.note(pad, note, 3.8, { beat: start, gain: 0.1, pan: voice % 2 === 0 ? -0.6 : 0.6, room: 0.5 });
      }
      if (bar < 4) continue;
      drums(studio, start, bar >= 8);
      for (const beat of [0, 0.75, 1.5, 2.5, 3.25]) {
        studio.note(bass, (notes[0] ?? 48) - 12, 0.4, { beat: start + beat, gain: 0.3, room: 0 });
      }
    }
    return studio.mixDown();
  },
};
