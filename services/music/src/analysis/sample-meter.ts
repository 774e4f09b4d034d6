/** The points of a waveform. */
export const WAVEFORM_POINTS = 800;
/** Of a point: the amplitude of full scale. */
const WAVEFORM_MAX = 255;
const FULL_SCALE = 32_768;
/** Many more than points, so that each point is at most a tenth of its width off. */
const BINS = 16 * WAVEFORM_POINTS;

/** Counts samples and measures their peaks, in bounded memory whatever the length. */
export class SampleMeter {
  readonly #channels: number;
  readonly #bins = new Uint16Array(BINS);
  /** Samples of all channels in one bin; doubles each time the bins are full. */
  #perBin: number;
  #used = 0;
  #inBin = 0;
  #values = 0;

  constructor(channels: number) {
    this.#channels = channels;
    this.#perBin = channels;
  }

  /** Whole 16-bit numbers, the channels interleaved. */
  add(values: Int16Array): void {
    this.#values += values.length;
    for (let at = 0; at < values.length;) {
      const end = Math.min(values.length, at + this.#perBin - this.#inBin);
      this.#inBin += end - at;
      let peak = this.#bins[this.#used] ?? 0;
      for (; at < end; at += 1) {
        const value = values[at] as number;
        const level = value < 0 ? -value : value;
        if (level > peak) peak = level;
      }
      this.#bins[this.#used] = peak;
      if (this.#inBin === this.#perBin) this.#nextBin();
    }
  }

  /** Samples of one channel. */
  get samples(): number {
    return Math.floor(this.#values / this.#channels);
  }

  /** The largest sample, from 0 to 1. */
  get peak(): number {
    return this.#bins.reduce((largest, level) => Math.max(largest, level), 0) / FULL_SCALE;
  }

  /** The peaks of so many parts of equal length, each from 0 to 255. A shorter recording repeats its samples. */
  waveform(): Uint8Array {
    const bins = this.#used + (this.#inBin > 0 ? 1 : 0);
    return Uint8Array.from({ length: WAVEFORM_POINTS }, (_, point) => {
      const from = Math.floor((point * bins) / WAVEFORM_POINTS);
      const to = Math.max(from + 1, Math.floor(((point + 1) * bins) / WAVEFORM_POINTS));
      const peak = this.#bins.subarray(from, to).reduce((largest, level) => Math.max(largest, level), 0);
      return Math.round((peak / FULL_SCALE) * WAVEFORM_MAX);
    });
  }

  #nextBin(): void {
    this.#used += 1;
    this.#inBin = 0;
    if (this.#used < BINS) return;
    for (let bin = 0; bin < BINS / 2; bin += 1)
      this.#bins[bin] = Math.max(this.#bins[2 * bin] ?? 0, this.#bins[2 * bin + 1] ?? 0);
    this.#bins.fill(0, BINS / 2);
    this.#used = BINS / 2;
    this.#perBin *= 2;
  }
}
