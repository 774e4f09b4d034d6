export const sampleRate = 44_100;

export interface Envelope {
  attackSeconds: number;
  decaySeconds: number;
  /** Level held until release, 0 to 1. */
  sustain: number;
  releaseSeconds: number;
}

/** Gain at a moment of a note that is held for `heldSeconds`. */
export function gainAt(envelope: Envelope, seconds: number, heldSeconds: number): number {
  const { attackSeconds, decaySeconds, sustain, releaseSeconds } = envelope;
  if (seconds > heldSeconds) {
    const remaining = 1 - (seconds - heldSeconds) / releaseSeconds;
    return remaining <= 0 ? 0 : gainAt(envelope, heldSeconds, heldSeconds) * remaining ** 2;
  }
  if (seconds < attackSeconds) return seconds / attackSeconds;
  const decayed = Math.min(1, (seconds - attackSeconds) / decaySeconds);
  return 1 - (1 - sustain) * decayed;
}
