// A silent audio context whose clock the test sets; it records what it was asked to play.

type Change = readonly [method: 'set' | 'ramp' | 'target' | 'cancel', value: number, atSeconds: number];

class FakeParam {
  readonly changes: Change[] = [];

  setValueAtTime(value: number, atSeconds: number): this {
    this.changes.push(['set', value, atSeconds]);
    return this;
  }

  linearRampToValueAtTime(value: number, atSeconds: number): this {
    this.changes.push(['ramp', value, atSeconds]);
    return this;
  }

  setTargetAtTime(value: number, atSeconds: number): this {
    this.changes.push(['target', value, atSeconds]);
    return this;
  }

  cancelScheduledValues(atSeconds: number): this {
    this.changes.push(['cancel', 0, atSeconds]);
    return this;
  }
}

class FakeGain {
  readonly gain = new FakeParam();

  destination: unknown = null;

  connect(destination: unknown): unknown {
    this.destination = destination;
    return destination;
  }
}

/** One AudioBufferSourceNode, with the calls that it got. */
export class FakeSource {
  readonly playbackRate = new FakeParam();
  readonly buffer: AudioBuffer;
  started: { atSeconds: number; offsetSeconds: number } | null = null;
  stopSeconds: number | null = null;
  gain: FakeGain | null = null;

  constructor(audio: FakeAudio, { buffer }: { buffer: AudioBuffer }) {
    this.buffer = buffer;
    audio.sources.push(this);
  }

  connect(gain: FakeGain): FakeGain {
    this.gain = gain;
    return gain;
  }

  start(atSeconds: number, offsetSeconds: number): void {
    this.started = { atSeconds, offsetSeconds };
  }

  stop(atSeconds: number): void {
    if (this.started === null) throw new DOMException('never started', 'InvalidStateError');
    this.stopSeconds = atSeconds;
  }
}

/** The context. Its clock moves only when a test sets `currentTime` and `output`. */
export class FakeAudio {
  state: AudioContextState = 'running';
  currentTime = 10;
  baseLatency = 0.005;
  outputLatency = 0.02;
  /** Which sample leaves the device, and when by `performance.now()`. */
  output = { contextTime: 10, performanceTime: 1000 };
  decode = async (_encoded: ArrayBuffer): Promise<AudioBuffer> => buffer(60);
  resume = async (): Promise<void> => undefined;
  readonly destination = {} as AudioDestinationNode;
  readonly sources: FakeSource[] = [];

  getOutputTimestamp(): AudioTimestamp {
    return this.output;
  }

  async decodeAudioData(encoded: ArrayBuffer): Promise<AudioBuffer> {
    return this.decode(encoded);
  }

  /** The node that was made last. */
  get voice(): FakeSource {
    return this.sources.at(-1)!;
  }

  asContext(): AudioContext {
    return this as Partial<AudioContext> as AudioContext;
  }
}

export function buffer(seconds: number): AudioBuffer {
  return { duration: seconds } as AudioBuffer;
}

/** Installs the constructors that Node lacks. */
export function installFakeAudio(): void {
  Object.assign(globalThis, { AudioBufferSourceNode: FakeSource, GainNode: FakeGain });
}
