import { sampleRate } from './envelope.ts';

export interface Stereo {
  left: Float32Array;
  right: Float32Array;
}

export function silence(seconds: number): Stereo {
  const length = Math.ceil(seconds * sampleRate);
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

function comb(input: Float32Array, delay: number, feedback: number): Float32Array {
  const out = new Float32Array(input.length);
  let damped = 0;
  for (let index = 0; index < input.length; index++) {
    const echo = index >= delay ? (out[index - delay] ?? 0) : 0;
    damped += 0.6 * (echo - damped);
    out[index] = (input[index] ?? 0) + damped * feedback;
  }
  return out;
}

function allPass(input: Float32Array, delay: number): Float32Array {
  const out = new Float32Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const before = index >= delay ? (input[index - delay] ?? 0) + 0.5 * (out[index - delay] ?? 0) : 0;
    out[index] = before - 0.5 * (input[index] ?? 0);
  }
  return out;
}

/** Schroeder's reverberator (1962): parallel combs for the tail, all-passes for its density. */
function room(input: Float32Array, spread: number, feedback: number): Float32Array {
  const sum = new Float32Array(input.length);
  for (const delay of [1557, 1617, 1491, 1422]) {
    const tail = comb(input, delay + spread, feedback);
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (tail[index] ?? 0) / 8;
  }
  return allPass(allPass(sum, 225 + spread), 556 + spread);
}

export function reverb(bus: Stereo, feedback: number): Stereo {
  return { left: room(bus.left, 0, feedback), right: room(bus.right, 23, feedback) };
}

/** Ping-pong delay: each echo comes from the other side. */
export function pingPong(bus: Stereo, seconds: number, feedback: number): Stereo {
  const delay = Math.round(seconds * sampleRate);
  const out = { left: new Float32Array(bus.left.length), right: new Float32Array(bus.right.length) };
  for (let index = delay; index < bus.left.length; index++) {
    out.left[index] = (bus.left[index - delay] ?? 0) + (out.right[index - delay] ?? 0) * feedback;
    out.right[index] = ((bus.right[index - delay] ?? 0) + (out.left[index - delay] ?? 0)) * feedback;
  }
  return out;
}

export function add(target: Stereo, source: Stereo, gain = 1): void {
  for (const side of ['left', 'right'] as const) {
    const into = target[side];
    for (let index = 0; index < into.length; index++) {
      into[index] = (into[index] ?? 0) + (source[side][index] ?? 0) * gain;
    }
  }
}

function measure(mix: Stereo): { peak: number; rms: number } {
  let [peak, squares] = [1e-9, 0];
  for (const side of [mix.left, mix.right]) {
    for (const value of side) {
      peak = Math.max(peak, Math.abs(value));
      squares += value * value;
    }
  }
  return { peak, rms: Math.sqrt(squares / (mix.left.length * 2)) };
}

function scale(mix: Stereo, shape: (value: number, index: number) => number): void {
  for (const side of [mix.left, mix.right]) {
    for (const [index, value] of side.entries()) side[index] = shape(value, index);
  }
}

/** Saturates softly, then brings all songs to one loudness, with the headroom that lossy encoders need. */
export function master(mix: Stereo, fadeSeconds: number): void {
  const drive = 1.6 / measure(mix).peak;
  scale(mix, (value) => Math.tanh(value * drive));
  const { peak, rms } = measure(mix);
  const gain = Math.min(0.84 / peak, 0.2 / rms);
  const fadeSamples = fadeSeconds * sampleRate;
  scale(mix, (value, index) => value * gain * Math.min(1, (mix.left.length - index) / fadeSamples));
}
