import type { Drum } from './drums.ts';
import { add, master, pingPong, reverb, silence, type Stereo } from './effects.ts';
import { sampleRate } from './envelope.ts';
import { seededRandom } from './random.ts';
import { frequencyHz } from './theory.ts';
import type { Voice } from './voices.ts';

export interface Placement {
  beat: number;
  gain?: number;
  /** -1 is left, 1 is right. */
  pan?: number;
  /** How much of the note goes to the room and to the echo, 0 to 1. */
  room?: number;
  echo?: number;
}

export interface Session {
  seed: number;
  bpm: number;
  beats: number;
  tailSeconds: number;
  /** 0.7 is a small room, 0.95 a cathedral. */
  roomFeedback?: number;
  echoBeats?: number;
}

/** One recording session: a tempo, a stereo mix and two sends. */
export class Studio {
  readonly random;
  readonly #session: Session;
  readonly #dry: Stereo;
  readonly #room: Stereo;
  readonly #echo: Stereo;

  constructor(session: Session) {
    this.#session = session;
    this.random = seededRandom(session.seed);
    const seconds = (session.beats * 60) / session.bpm + session.tailSeconds;
    [this.#dry, this.#room, this.#echo] = [silence(seconds), silence(seconds), silence(seconds)];
  }

  note(voice: Voice, midiNumber: number, beats: number, placement: Placement): void {
    const heldSeconds = (beats * 60) / this.#session.bpm;
    this.#place(voice(frequencyHz(midiNumber), heldSeconds, this.random), placement);
  }

  hit(drum: Drum, placement: Placement): void {
    this.#place(drum(this.random), placement);
  }

  mixDown(): Stereo {
    const { bpm, echoBeats = 0.75, roomFeedback = 0.8, tailSeconds } = this.#session;
    add(this.#dry, pingPong(this.#echo, (echoBeats * 60) / bpm, 0.45));
    add(this.#dry, reverb(this.#room, roomFeedback));
    master(this.#dry, tailSeconds);
    return this.#dry;
  }

  /** Constant-power panning, so that a sound keeps its loudness wherever it stands. */
  #place(sound: Float32Array, { beat, gain = 0.5, pan = 0, room = 0.2, echo = 0 }: Placement): void {
    const start = Math.round(((beat * 60) / this.#session.bpm) * sampleRate);
    const angle = ((pan + 1) * Math.PI) / 4;
    const sends = [
      [this.#dry, 1],
      [this.#room, room],
      [this.#echo, echo],
    ] as const;
    for (const [bus, amount] of sends) {
      if (amount === 0) continue;
      this.#mix(bus.left, sound, start, gain * amount * Math.cos(angle));
      this.#mix(bus.right, sound, start, gain * amount * Math.sin(angle));
    }
  }

  #mix(into: Float32Array, sound: Float32Array, start: number, gain: number): void {
    const end = Math.min(sound.length, into.length - start);
    for (let index = Math.max(0, -start); index < end; index++) {
      into[start + index] = (into[start + index] ?? 0) + (sound[index] ?? 0) * gain;
    }
  }
}
