/** What ffmpeg's log says about a file, apart from the samples themselves. */
export interface LoggedFacts {
  /** Integrated loudness by EBU R128; null for silence and for less than a block of 400 ms. */
  loudnessLufs: number | null;
  /** Null for silence. */
  truePeakDbtp: number | null;
  /** What the container says; null when it says nothing, and ffmpeg has only estimated it. */
  claimedSeconds: number | null;
  /** Packets that could not be decoded. */
  faults: number;
}

/** What the meter shows when no block is louder than its gate. */
const GATE_LUFS = -70;
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const LOUDNESS = new RegExp(String.raw`^\s+I:\s+${NUMBER} LUFS`);
const PEAK = new RegExp(String.raw`^\s+Peak:\s+${NUMBER} dBFS`);
const DURATION = /^ {2}Duration: (\d+):(\d\d):(\d\d\.\d\d)/;
const ESTIMATED = /Estimating duration from bitrate/;
const FAULT = /Error submitting packet to decoder|Decoding error|Error while decoding/;
/** Longer than each line that is read here; a file's own texts are in the log too. */
const MAX_LINE = 1_000;
/** The last lines, for the service's own log. */
const KEPT_LINES = 5;

/** Reads ffmpeg's log while it is written, and keeps little of it. */
export class FfmpegLog {
  readonly facts: LoggedFacts = { loudnessLufs: null, truePeakDbtp: null, claimedSeconds: null, faults: 0 };
  #rest = '';
  #isEstimated = false;
  #lastLines: string[] = [];

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, MAX_LINE);
    for (const line of lines) this.#read(line.slice(0, MAX_LINE));
  }

  /** The end of the log. */
  tail(): string {
    return this.#lastLines.join('\n');
  }

  #read(line: string): void {
    this.#lastLines = [...this.#lastLines, line].slice(-KEPT_LINES);
    const { facts } = this;
    const [, hours, minutes, seconds] = DURATION.exec(line) ?? [];
    if (hours !== undefined && !this.#isEstimated)
      facts.claimedSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    if (ESTIMATED.test(line)) this.#isEstimated = true;
    if (FAULT.test(line)) facts.faults += 1;
    const loudness = Number(LOUDNESS.exec(line)?.[1]);
    if (loudness > GATE_LUFS) facts.loudnessLufs = loudness;
    const peak = PEAK.exec(line)?.[1];
    if (peak !== undefined) facts.truePeakDbtp = Number(peak);
  }
}
