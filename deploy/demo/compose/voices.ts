import { gainAt, sampleRate, type Envelope } from './envelope.ts';
import type { Random } from './random.ts';

/** Synthesises one note as mono samples; it may ring on after `heldSeconds`. */
export type Voice = (hz: number, heldSeconds: number, random: Random) => Float32Array;

type Wave = (phase: number, step: number) => number;

/** Smooths a waveform's jump (polyBLEP, Välimäki 2007), which would otherwise alias audibly. */
function smoothJump(phase: number, step: number): number {
  if (phase < step) return -((phase / step - 1) ** 2);
  if (phase > 1 - step) return ((phase - 1) / step + 1) ** 2;
  return 0;
}

export const sine: Wave = (phase) => Math.sin(2 * Math.PI * phase);
export const triangle: Wave = (phase) => 1 - 4 * Math.abs(((phase + 0.25) % 1) - 0.5);
export const saw: Wave = (phase, step) => 2 * phase - 1 - smoothJump(phase, step);
export const pulse =
  (width: number): Wave =>
  (phase, step) =>
    (phase < width ? 1 : -1) + smoothJump(phase, step) - smoothJump((phase + 1 - width) % 1, step);

interface Subtractive {
  wave: Wave;
  envelope: Envelope;
  /** Detuned copies, in cents; `[0]` is a single oscillator. */
  detuneCents?: readonly number[];
  /** Cut-off of the low-pass, as a multiple of the note's frequency, at the start and when settled. */
  brightness?: readonly [start: number, settled: number];
  vibratoCents?: number;
}

export function subtractive(options: Subtractive): Voice {
  const { wave, envelope, detuneCents = [0], brightness = [40, 40], vibratoCents = 0 } = options;
  return (hz, heldSeconds, random) => {
    const out = new Float32Array(Math.ceil((heldSeconds + envelope.releaseSeconds) * sampleRate));
    const phases = detuneCents.map(() => random());
    let low = 0;
    let lower = 0;
    for (let index = 0; index < out.length; index++) {
      const seconds = index / sampleRate;
      const bend = 2 ** ((vibratoCents * Math.sin(2 * Math.PI * 5 * seconds)) / 1200);
      let sum = 0;
      for (const [voice, cents] of detuneCents.entries()) {
        const step = (hz * bend * 2 ** (cents / 1200)) / sampleRate;
        const phase = ((phases[voice] ?? 0) + step) % 1;
        phases[voice] = phase;
        sum += wave(phase, step);
      }
      const cutoff = hz * (brightness[1] + (brightness[0] - brightness[1]) * Math.exp(-seconds * 9));
      const factor = 1 - Math.exp((-2 * Math.PI * Math.min(cutoff, 16_000)) / sampleRate);
      low += factor * (sum / detuneCents.length - low);
      lower += factor * (low - lower);
      out[index] = lower * gainAt(envelope, seconds, heldSeconds);
    }
    return out;
  };
}

/** Two-operator FM: a bell-like electric piano. */
export function electricPiano(heldRelease = 0.5): Voice {
  const envelope: Envelope = {
    attackSeconds: 0.004,
    decaySeconds: 1.6,
    sustain: 0.15,
    releaseSeconds: heldRelease,
  };
  return (hz, heldSeconds) => {
    const out = new Float32Array(Math.ceil((heldSeconds + heldRelease) * sampleRate));
    for (let index = 0; index < out.length; index++) {
      const seconds = index / sampleRate;
      const turns = 2 * Math.PI * hz * seconds;
      const tine = Math.sin(turns * 14) * 0.25 * Math.exp(-seconds * 14);
      const body = Math.sin(turns) * 1.3 * Math.exp(-seconds * 2.5);
      out[index] = Math.sin(turns + body + tine) * gainAt(envelope, seconds, heldSeconds);
    }
    return out;
  };
}

/** Karplus-Strong plucked string (Karplus and Strong, 1983). */
export function pluckedString(damping = 0.996): Voice {
  return (hz, heldSeconds, random) => {
    const out = new Float32Array(Math.ceil((heldSeconds + 1.2) * sampleRate));
    const period = Math.round(sampleRate / hz);
    const string = Float32Array.from({ length: period }, () => random() * 2 - 1);
    let previous = 0;
    for (let index = 0; index < out.length; index++) {
      const at = index % period;
      const current = string[at] ?? 0;
      const softened = damping * (0.5 * current + 0.5 * previous);
      previous = current;
      string[at] = softened;
      const release = Math.max(0, (index / sampleRate - heldSeconds) / 1.2);
      out[index] = softened * (1 - release) ** 2;
    }
    return out;
  };
}
