import { milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import { DownbeatError } from '../../http/errors.ts';
import type { PlayableTrack, Player } from '../player.ts';
import { fetchAudio, supersededError } from './fetch-audio.ts';

/** A fade this short is not heard as one, and keeps a start or a stop from clicking. */
const FADE_SECONDS = 0.005;
/** Reported output delays above this are not believed: devices that report more are mistaken more often than slow. */
const BELIEVED_DELAY_SECONDS = 0.1;

/** From this instant of the context's clock on, the track goes from this position at this rate. */
interface Segment {
  fromSeconds: number;
  positionMs: number;
  rate: number;
}

interface Voice {
  source: AudioBufferSourceNode;
  gain: GainNode;
}

/**
 * Plays decoded audio through Web Audio, scheduled on the audio clock itself and so exact to the sample.
 * Expects local instants in `performance.now()` microseconds (`performanceClock`).
 */
export class WebAudioPlayer implements Player {
  readonly toleranceMs = 1;
  readonly #context: AudioContext;
  readonly #nudgeMs: number;
  #buffer: AudioBuffer | null = null;
  #prepared: AudioBuffer | null = null;
  #voice: Voice | null = null;
  #segments: Segment[] = [];
  #stopSeconds = Infinity;

  /**
   * @param nudgeMs a correction of this device's output delay that its listener has set by ear; positive is later
   */
  constructor(context: AudioContext, nudgeMs = 0) {
    this.#context = context;
    this.#nudgeMs = nudgeMs;
  }

  get outputDelayMs(): number {
    return (this.#context.baseLatency + this.#context.outputLatency || this.#context.baseLatency) * 1000;
  }

  async load(track: PlayableTrack, signal: AbortSignal): Promise<void> {
    const encoded = await fetchAudio(track.url, signal);
    const decoded = await this.#context.decodeAudioData(encoded).catch((cause: unknown) => {
      throw new DownbeatError('UNEXPECTED_RESPONSE', 'The audio could not be decoded', { cause });
    });
    // Decoding cannot be aborted: by now another track may have taken the place.
    if (signal.aborted) throw supersededError();
    this.#prepared = decoded;
  }

  start(atUs: Microseconds, positionMs: Milliseconds): void {
    if (this.#prepared === null) return;
    const fromSeconds = this.#contextSeconds(atUs);
    this.#release(fromSeconds);
    this.#buffer = this.#prepared;
    this.#voice = this.#sound(this.#buffer, fromSeconds, positionMs);
    this.#segments = [{ fromSeconds, positionMs, rate: 1 }];
    this.#stopSeconds = Infinity;
    if (this.#context.state !== 'running') this.#context.resume().catch(() => undefined); // Stays silent, and is tried again.
  }

  stop(atUs: Microseconds): void {
    if (this.#voice === null) return;
    this.#stopSeconds = this.#contextSeconds(atUs);
    this.#release(this.#stopSeconds);
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    if (this.#context.state !== 'running') return null;
    const seconds = this.#contextSeconds(atUs);
    const segment = this.#segments.findLast(({ fromSeconds }) => fromSeconds <= seconds);
    if (segment === undefined || seconds >= this.#stopSeconds) return null;
    return milliseconds(segment.positionMs + (seconds - segment.fromSeconds) * 1000 * segment.rate);
  }

  setRate(rate: number): void {
    const current = this.#segments.at(-1);
    if (this.#voice === null || current === undefined || current.rate === rate) return;
    // Takes effect at the next render quantum, which has no earlier time than `currentTime`.
    const fromSeconds = Math.max(this.#context.currentTime, current.fromSeconds);
    const positionMs = current.positionMs + (fromSeconds - current.fromSeconds) * 1000 * current.rate;
    this.#voice.source.playbackRate.setValueAtTime(rate, fromSeconds);
    this.#segments = [...this.#segments.slice(-3), { fromSeconds, positionMs, rate }];
  }

  close(): void {
    this.#release(this.#context.currentTime);
    this.#segments = [];
  }

  /**
   * The context's time whose sample leaves the device at a local instant. `getOutputTimestamp` pairs the two
   * clocks at the output (Web Audio API 1.1, section 1.2.3); its result before the first sample is all zero.
   */
  #contextSeconds(localUs: Microseconds): number {
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    const nudgedMs = localUs / 1000 - this.#nudgeMs;
    if (performanceTime > 0) return contextTime + (nudgedMs - performanceTime) / 1000;
    const delay = Math.min(this.#context.outputLatency || 0, BELIEVED_DELAY_SECONDS);
    return this.#context.currentTime - delay + (nudgedMs - performance.now()) / 1000;
  }

  #sound(buffer: AudioBuffer, atSeconds: number, positionMs: number): Voice {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    const gain = new GainNode(this.#context, { gain: 0 });
    source.connect(gain).connect(this.#context.destination);
    const begin = Math.max(atSeconds, this.#context.currentTime);
    const offset = positionMs / 1000 + (begin - atSeconds);
    gain.gain.setValueAtTime(0, begin).linearRampToValueAtTime(1, begin + FADE_SECONDS);
    if (offset < buffer.duration) source.start(begin, offset);
    return { source, gain };
  }

  #release(atSeconds: number): void {
    const voice = this.#voice;
    this.#voice = null;
    if (voice === null) return;
    const end = Math.max(atSeconds, this.#context.currentTime);
    voice.gain.gain.cancelScheduledValues(end);
    voice.gain.gain.setValueAtTime(1, end).linearRampToValueAtTime(0, end + FADE_SECONDS);
    try {
      voice.source.stop(end + FADE_SECONDS);
    } catch {
      // Never started: its position lay beyond the end.
    }
  }
}
