const semitones: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

const qualities: Record<string, readonly number[]> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '7': [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  maj9: [0, 4, 7, 11, 14],
  m7: [0, 3, 7, 10],
  m9: [0, 3, 7, 10, 14],
  sus2: [0, 2, 7],
};

/** MIDI number of a written note: `C4` is 60, `F#3` is 54. */
export function midi(note: string): number {
  const match = /^([A-G])([#b]?)(-?\d)$/.exec(note);
  const step = semitones[match?.[1] ?? ''];
  if (!match || step === undefined) throw new Error(`not a note: ${note}`);
  const accidental = match[2] === '#' ? 1 : match[2] === 'b' ? -1 : 0;
  return (Number(match[3]) + 1) * 12 + step + accidental;
}

/** MIDI numbers of a chord symbol in an octave: `chord('Am7', 3)`. */
export function chord(symbol: string, octave: number): number[] {
  const match = /^([A-G][#b]?)(.*)$/.exec(symbol);
  const intervals = qualities[match?.[2] ?? '?'];
  if (!match?.[1] || !intervals) throw new Error(`not a chord: ${symbol}`);
  const root = midi(`${match[1]}${octave}`);
  return intervals.map((interval) => root + interval);
}

export function frequencyHz(midiNumber: number): number {
  return 440 * 2 ** ((midiNumber - 69) / 12);
}
