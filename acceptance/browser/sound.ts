// The sound of a page, measured at its audio output.
import type { Page } from 'playwright-core';

/** One reading of a page's audio output: which position of the track left the device, and when (wall clock, ms). */
export interface OutputReading {
  atMs: number;
  positionMs: number;
  /** The audio clock at that instant. It falls behind the wall clock only when the machine's audio output stood still. */
  audioClockMs: number;
  /** The index of the source that sounds, among those that the page has started. */
  source: number;
}

/** One source that a page has started, in seconds of its audio clock. */
export interface PlayedSource {
  startSeconds: number;
  /** When it was stopped, or else the end of its audio. */
  endSeconds: number;
}

declare global {
  interface Window {
    /** Added by {@link observeSound}, like the functions below. */
    readOutput(): OutputReading | null;
    /** Takes a reading at this interval from now on. */
    recordOutput(everyMs: number): void;
    /** Stops recording, and gives the readings. */
    recordedOutput(): (OutputReading | null)[];
    playedSources(): PlayedSource[];
  }
}

/** Reads the audio output of a page: null while it is silent. */
export function readOutput(page: Page): Promise<OutputReading | null> {
  return page.evaluate(() => window.readOutput());
}

/** Records the audio output of a page until the returned function is called, which gives the readings. */
export async function recordOutput(
  page: Page,
  everyMs: number,
): Promise<() => Promise<(OutputReading | null)[]>> {
  await page.evaluate((ms) => window.recordOutput(ms), everyMs);
  return () => page.evaluate(() => window.recordedOutput());
}

/** The sources that a page has started, in their order. */
export function playedSources(page: Page): Promise<PlayedSource[]> {
  return page.evaluate(() => window.playedSources());
}

/** The position that a reading implies for the wall clock's zero. Outputs in unison have the same. */
export function originOf({ positionMs, atMs }: OutputReading): number {
  return positionMs - atMs;
}

/**
 * How far apart the outputs of some pages are, in milliseconds of the track at one instant.
 * @throws Error when one of them is silent
 */
export async function apartMs(pages: Page[]): Promise<number> {
  const readings = await Promise.all(pages.map((page) => readOutput(page)));
  const sounding = readings.filter((reading) => reading !== null);
  if (sounding.length < pages.length) throw new Error(`sound at ${sounding.length} of ${pages.length}`);
  const origins = sounding.map(originOf);
  return Math.max(...origins) - Math.min(...origins);
}

/**
 * Runs in the page before its own scripts: records what every AudioBufferSourceNode was told. So the position at
 * an output timestamp follows from what the browser was asked to play, not from what the page believes.
 */
export function observeSound(): void {
  interface Voice {
    node: AudioBufferSourceNode;
    when: number;
    offset: number;
    stopped: number;
    changes: { atSeconds: number; rate: number }[];
  }
  const voices: Voice[] = [];
  // The original methods, called below with the node that they belong to.
  /* eslint-disable @typescript-eslint/unbound-method */
  const start = AudioBufferSourceNode.prototype.start;
  const stop = AudioBufferSourceNode.prototype.stop;
  const setValueAtTime = AudioParam.prototype.setValueAtTime;
  /* eslint-enable @typescript-eslint/unbound-method */
  AudioBufferSourceNode.prototype.start = function (when = 0, offset = 0, ...rest: number[]) {
    const from = Math.max(when, this.context.currentTime);
    voices.push({ node: this, when: from, offset, stopped: Infinity, changes: [] });
    start.call(this, when, offset, ...rest);
  };
  AudioBufferSourceNode.prototype.stop = function (when = 0) {
    const voice = voices.find(({ node }) => node === this);
    if (voice) voice.stopped = when;
    stop.call(this, when);
  };
  AudioParam.prototype.setValueAtTime = function (value, atSeconds) {
    const voice = voices.find(({ node }) => node.playbackRate === this);
    voice?.changes.push({ atSeconds, rate: value });
    return setValueAtTime.call(this, value, atSeconds);
  };
  /** The last point before an instant at which the rate was set: position, instant and rate. */
  const lastChange = ({ when, offset, changes }: Voice, seconds: number): [number, number, number] => {
    let [position, from, rate] = [offset, when, 1];
    for (const change of changes) {
      if (change.atSeconds > seconds) break;
      position += (change.atSeconds - from) * rate;
      ({ atSeconds: from, rate } = change);
    }
    return [position, from, rate];
  };
  const positionAt = (voice: Voice, seconds: number): number => {
    const [position, from, rate] = lastChange(voice, seconds);
    return position + (seconds - from) * rate;
  };
  const endOf = (voice: Voice): number => {
    const [position, from, rate] = lastChange(voice, Infinity);
    const duration = voice.node.buffer?.duration ?? Infinity;
    return Math.min(voice.stopped, from + (duration - position) / rate);
  };
  window.playedSources = () =>
    voices.map((voice) => ({ startSeconds: voice.when, endSeconds: endOf(voice) }));
  window.readOutput = () => {
    const context = voices.at(-1)?.node.context as AudioContext | undefined;
    const { contextTime = 0, performanceTime = 0 } = context?.getOutputTimestamp() ?? {};
    const voice = voices.findLast(
      (candidate) => candidate.when <= contextTime && contextTime < endOf(candidate),
    );
    if (!voice || performanceTime === 0) return null;
    return {
      atMs: performance.timeOrigin + performanceTime,
      positionMs: positionAt(voice, contextTime) * 1000,
      audioClockMs: contextTime * 1000,
      source: voices.indexOf(voice),
    };
  };
  let recorded: (OutputReading | null)[] = [];
  let recorder: ReturnType<typeof setInterval> | undefined;
  window.recordOutput = (everyMs) => {
    recorded = [window.readOutput()];
    recorder = setInterval(() => recorded.push(window.readOutput()), everyMs);
  };
  window.recordedOutput = () => {
    clearInterval(recorder);
    return recorded;
  };
}
