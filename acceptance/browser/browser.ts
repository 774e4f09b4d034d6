import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium with sound, without a screen; it reaches nothing but this machine. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = places.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined)
    throw new Error('Chromium was not found; install it or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      '--autoplay-policy=no-user-gesture-required',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A page in a profile of its own, with its sound observed from outside.
 *
 * @param urls services other than those that the page's server knows of, and that its policy lets it speak to
 */
export async function openPage(
  browser: Browser,
  webUrl: string,
  urls?: object,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 760 },
    bypassCSP: urls !== undefined,
  });
  await context.addInitScript(observeSound);
  if (urls !== undefined) await context.route('**/config.json', (route) => route.fulfill({ json: urls }));
  const page = await context.newPage();
  await page.goto(webUrl);
  return { page, context };
}

/** One reading of a page's audio output: which position of the track left the device, and when (wall clock, ms). */
export interface OutputReading {
  atMs: number;
  positionMs: number;
  /** Counts the sources that the page has started: another one means that the sound was started anew. */
  source: number;
}

declare global {
  interface Window {
    /** Put there by {@link observeSound}, like the others. */
    readOutput(): OutputReading | null;
    /** Takes a reading every so many milliseconds, from now on. */
    recordOutput(everyMs: number): void;
    /** Ends that, and gives the readings. */
    recordedOutput(): (OutputReading | null)[];
  }
}

/** Reads the audio output of a page: null while nothing sounds. */
export function readOutput(page: Page): Promise<OutputReading | null> {
  return page.evaluate(() => window.readOutput());
}

/** Reads the audio output of a page again and again, until the function that it gives is called for the readings. */
export async function recordOutput(
  page: Page,
  everyMs: number,
): Promise<() => Promise<(OutputReading | null)[]>> {
  await page.evaluate((ms) => window.recordOutput(ms), everyMs);
  return () => page.evaluate(() => window.recordedOutput());
}

/**
 * Runs in the page before its own scripts: keeps what every AudioBufferSourceNode was told, so that the position at
 * an output timestamp follows from what the browser was asked to play, not from what the page believes.
 */
function observeSound(): void {
  interface Change {
    atSeconds: number;
    rate: number;
  }
  interface Voice {
    node: AudioBufferSourceNode;
    when: number;
    offset: number;
    end: number;
    changes: Change[];
  }
  const voices: Voice[] = [];
  // Kept as they were, and called with the node they belong to.
  /* eslint-disable @typescript-eslint/unbound-method */
  const start = AudioBufferSourceNode.prototype.start;
  const stop = AudioBufferSourceNode.prototype.stop;
  const setValueAtTime = AudioParam.prototype.setValueAtTime;
  /* eslint-enable @typescript-eslint/unbound-method */
  AudioBufferSourceNode.prototype.start = function (when = 0, offset = 0, ...rest: number[]) {
    voices.push({
      node: this,
      when: Math.max(when, this.context.currentTime),
      offset,
      end: Infinity,
      changes: [],
    });
    start.call(this, when, offset, ...rest);
  };
  AudioBufferSourceNode.prototype.stop = function (when = 0) {
    const voice = voices.find(({ node }) => node === this);
    if (voice) voice.end = when;
    stop.call(this, when);
  };
  AudioParam.prototype.setValueAtTime = function (value, atSeconds) {
    const voice = voices.find(({ node }) => node.playbackRate === this);
    voice?.changes.push({ atSeconds, rate: value });
    return setValueAtTime.call(this, value, atSeconds);
  };
  const positionAt = ({ when, offset, changes }: Voice, seconds: number): number => {
    let position = offset;
    let from = when;
    let rate = 1;
    for (const change of changes) {
      if (change.atSeconds > seconds) break;
      position += (change.atSeconds - from) * rate;
      ({ atSeconds: from, rate } = change);
    }
    return position + (seconds - from) * rate;
  };
  window.readOutput = () => {
    const context = voices.at(-1)?.node.context as AudioContext | undefined;
    const { contextTime = 0, performanceTime = 0 } = context?.getOutputTimestamp() ?? {};
    const voice = voices.findLast(({ when, end }) => when <= contextTime && contextTime < end);
    if (!voice || performanceTime === 0) return null;
    return {
      atMs: performance.timeOrigin + performanceTime,
      positionMs: positionAt(voice, contextTime) * 1000,
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
