import { milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
import { DownbeatError } from '../http/errors.ts';
import { downloadAudio, supersededError } from './audio-download.ts';
import type { PlayableTrack, Player } from './player.ts';
import type { PlayerContext, PlayerOutput } from './web-audio-types.ts';

/** A fade keeps a start or a stop from clicking; one as short as this is not heard as a fade. */
const FADE_SECONDS = 0.005;
/** Reported output delays above this are not believed: they are wrong more often than the device is that slow. */
const BELIEVED_DELAY_SECONDS = 0.1;
/** How many past segments are kept, so that `heardPositionMs` can be asked about instants shortly before now. */
const PAST_SEGMENTS = 3;
/** How fast the gain comes to a new volume: a jump would click. */
const VOLUME_SECONDS = 0.015;

/** One source node; a start makes a new one, because a source can be started only once. */
interface Voice {
  source: AudioBufferSourceNode;
  gain: GainNode;
  /** The gain's value between its fades. */
  level: number;
  /** When it falls silent, on the context's clock; infinite until something else takes its place. */
  endSeconds: number;
}

interface LoadedTrack {
  buffer: AudioBuffer;
  level: number;
}

/** From this instant of the context's clock on, the voice moves on from this position at this rate; null is silence. */
interface Segment {
  fromSeconds: number;
  positionMs: number;
  rate: number;
  voice: Voice | null;
}

/**
 * Plays decoded audio through Web Audio, each track with its gain. Starts are scheduled on the audio clock, so they are exact to the sample.
 * Expects local instants in `performance.now()` microseconds (`performanceClock`).
 */
export class WebAudioPlayer implements Player {
  readonly toleranceMs = 1;
  /** All sound of this player goes through it, at its volume. Connect an AnalyserNode to it to show the sound. */
  readonly output: PlayerOutput;
  /**
   * How much later than the device reports its sound is heard, as its listener has set it by ear, in milliseconds: the player
   * plays earlier by as much. A new value takes effect within a second, while the track plays.
   */
  nudgeMs: number;
  readonly #context: AudioContext;
  #volume = 1;
  #muted = false;
  readonly #buffers = new Map<string, LoadedTrack>();
  #segments: Segment[] = [];

  constructor(context: PlayerContext, nudgeMs = 0) {
    this.#context = context;
    this.nudgeMs = nudgeMs;
    this.output = new GainNode(context);
    this.output.connect(context.destination);
  }

  /** From 0, silent, to 1, as loud as the track with its gain. Only this device is changed. */
  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = Math.min(Math.max(volume, 0), 1);
    this.#applyVolume();
  }

  /** Silent, while playback goes on. */
  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    this.#applyVolume();
  }

  /** What the device reports, and `nudgeMs`. */
  get outputDelayMs(): number {
    const { baseLatency, outputLatency } = this.#context;
    return Math.max((baseLatency + outputLatency || baseLatency) * 1000 + this.nudgeMs, 0);
  }

  async load(track: PlayableTrack, signal: AbortSignal): Promise<void> {
    const encoded = await downloadAudio(track.url, signal);
    const decoded = await this.#context.decodeAudioData(encoded).catch((cause: unknown) => {
      throw new DownbeatError('UNEXPECTED_RESPONSE', 'The audio could not be decoded', { cause });
    });
    // Decoding cannot be aborted, so the load may have been aborted during it.
    if (signal.aborted) throw supersededError();
    this.#buffers.set(track.queueItemId, { buffer: decoded, level: 10 ** ((track.gainDb ?? 0) / 20) });
  }

  unload(queueItemId: string): void {
    this.#buffers.delete(queueItemId);
    // A segment of a voice that is over would keep its decoded audio in memory.
    const { currentTime } = this.#context;
    this.#segments = this.#segments.filter(({ voice }) => voice === null || voice.endSeconds > currentTime);
  }

  start(queueItemId: string, atUs: Microseconds, positionMs: Milliseconds): void {
    const loaded = this.#buffers.get(queueItemId);
    if (loaded === undefined) return;
    const fromSeconds = this.contextSeconds(atUs);
    this.#silenceFrom(fromSeconds);
    const voice = this.#startVoice(loaded, fromSeconds, positionMs);
    this.#addSegment({ fromSeconds, positionMs, rate: 1, voice });
    // When this is refused nothing is heard, `heardPositionMs` says so, and the room starts the track again later.
    if (this.#context.state !== 'running') this.#context.resume().catch(() => undefined);
  }

  stop(atUs: Microseconds): void {
    const fromSeconds = this.contextSeconds(atUs);
    this.#silenceFrom(fromSeconds);
    this.#addSegment({ fromSeconds, positionMs: 0, rate: 1, voice: null });
  }

  heardPositionMs(atUs: Microseconds): Milliseconds | null {
    if (this.#context.state !== 'running') return null;
    const seconds = this.contextSeconds(atUs);
    const segment = this.#segments.findLast(({ fromSeconds }) => fromSeconds <= seconds);
    if (segment === undefined || segment.voice === null) return null;
    return milliseconds(segment.positionMs + (seconds - segment.fromSeconds) * 1000 * segment.rate);
  }

  setRate(rate: number): void {
    const last = this.#segments.at(-1);
    if (last === undefined || last.voice === null || last.rate === rate) return;
    // Takes effect at the next render quantum, which is never before `currentTime`.
    const fromSeconds = Math.max(this.#context.currentTime, last.fromSeconds);
    const positionMs = last.positionMs + (fromSeconds - last.fromSeconds) * 1000 * last.rate;
    last.voice.source.playbackRate.setValueAtTime(rate, fromSeconds);
    this.#addSegment({ fromSeconds, positionMs, rate, voice: last.voice });
  }

  close(): void {
    this.#silenceFrom(this.#context.currentTime);
    this.#segments = [];
    this.#buffers.clear();
  }

  /**
   * The time of the audio context whose sample is heard at a local instant: start sounds of your own at it to have them in
   * step with the room.
   */
  contextSeconds(localUs: Microseconds): number {
    // Pairs the two clocks at the output (Web Audio API 1.1, section 1.2.3); all zero before the first sample.
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    const nudgedMs = localUs / 1000 - this.nudgeMs;
    if (performanceTime > 0) return contextTime + (nudgedMs - performanceTime) / 1000;
    const delay = Math.min(this.#context.outputLatency || 0, BELIEVED_DELAY_SECONDS);
    return this.#context.currentTime - delay + (nudgedMs - performance.now()) / 1000;
  }

  #applyVolume(): void {
    const gain = this.#muted ? 0 : this.#volume;
    this.output.gain.setTargetAtTime(gain, this.#context.currentTime, VOLUME_SECONDS);
  }

  #startVoice({ buffer, level }: LoadedTrack, atSeconds: number, positionMs: number): Voice {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    const gain = new GainNode(this.#context, { gain: 0 });
    source.connect(gain).connect(this.output);
    const begin = Math.max(atSeconds, this.#context.currentTime);
    const offset = positionMs / 1000 + (begin - atSeconds);
    gain.gain.setValueAtTime(0, begin).linearRampToValueAtTime(level, begin + FADE_SECONDS);
    if (offset < buffer.duration) source.start(begin, offset);
    return { source, gain, level, endSeconds: Infinity };
  }

  /** Replaces everything that was scheduled for the same instant or a later one. */
  #addSegment(segment: Segment): void {
    const earlier = this.#segments.filter(({ fromSeconds }) => fromSeconds < segment.fromSeconds);
    this.#segments = [...earlier.slice(-PAST_SEGMENTS), segment];
  }

  /** Ends what sounds at the instant, and what was to start after it. */
  #silenceFrom(atSeconds: number): void {
    const end = Math.max(atSeconds, this.#context.currentTime);
    for (const { voice } of this.#segments)
      if (voice !== null && end < voice.endSeconds) endVoice(voice, end);
  }
}

/** Ends a voice at an instant, with a fade; earlier than it was to end before, if it was. */
function endVoice(voice: Voice, atSeconds: number): void {
  const { gain } = voice.gain;
  voice.endSeconds = atSeconds;
  gain.cancelScheduledValues(atSeconds);
  gain.setValueAtTime(voice.level, atSeconds).linearRampToValueAtTime(0, atSeconds + FADE_SECONDS);
  try {
    voice.source.stop(atSeconds + FADE_SECONDS);
  } catch {
    // It was never started: its position lay beyond the end of the track.
  }
}
