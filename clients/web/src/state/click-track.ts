import { microseconds, performanceClock } from '@downbeat/sdk/listening';
import { effect } from '@preact/signals';
import { audioContext } from './audio.ts';
import { delayMs } from './output-delay.ts';
import { opened } from './room.ts';
import { isClicking, muted } from './volume.ts';

/** On each second of the room's time: two outputs that are up to half a second apart are told apart by ear. */
const PERIOD_US = 1_000_000;
/** How far ahead clicks are put on the audio clock, and how often that is done. */
const AHEAD_US = 400_000;
const TICK_MS = 100;
const CLICK_HZ = 1_500;
const CLICK_SECONDS = 0.012;
const LOUDNESS = 0.5;

type OpenRoom = NonNullable<(typeof opened)['value']>;

interface Clicks {
  buffer: AudioBuffer;
  voices: Set<AudioBufferSourceNode>;
  /** What they sound through, at the volume of the music. */
  output: GainNode;
}

/** A tone that dies away at once: its beginning is what the ear compares. */
function clickOf(context: AudioContext): AudioBuffer {
  const { sampleRate } = context;
  const samples = Float32Array.from({ length: Math.round(CLICK_SECONDS * sampleRate) }, (_, index) => {
    const seconds = index / sampleRate;
    return LOUDNESS * Math.sin(2 * Math.PI * CLICK_HZ * seconds) * Math.exp((-6 * seconds) / CLICK_SECONDS);
  });
  const buffer = new AudioBuffer({ length: samples.length, sampleRate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

/** Puts the clicks that come next on the audio clock; returns the instant of the last one. */
function scheduleClicks({ room, player }: OpenRoom, clicks: Clicks, lastUs: number): number {
  // The player itself is silent now, and keeps its volume.
  clicks.output.gain.value = muted.peek() ? 0 : player.volume;
  // Between two epochs the time of the room is unknown.
  if (!room.quality.synchronised) return lastUs;
  const context = audioContext();
  const nowUs = room.sessionTimeUs();
  const localUs = performanceClock.nowUs();
  // An output that is late is played so much earlier.
  const untilUs = nowUs + AHEAD_US + Math.max(delayMs.peek(), 0) * 1000;
  let atUs = (Math.floor(Math.max(lastUs, nowUs) / PERIOD_US) + 1) * PERIOD_US;
  for (; atUs <= untilUs; atUs += PERIOD_US) {
    const seconds = player.contextSeconds(microseconds(localUs + atUs - nowUs));
    if (seconds >= context.currentTime) startClick(context, clicks, seconds);
  }
  return atUs - PERIOD_US;
}

function startClick(context: AudioContext, { buffer, voices, output }: Clicks, seconds: number): void {
  const voice = new AudioBufferSourceNode(context, { buffer });
  voice.connect(output);
  voice.addEventListener('ended', () => voices.delete(voice));
  voice.start(seconds);
  voices.add(voice);
}

/**
 * Clicks in the time of the room, with the delay of the present output; the music of this device is silent until it stops. All
 * devices of a room click at the same instants.
 */
effect(() => {
  const open = opened.value;
  if (!isClicking.value || open === null) {
    isClicking.value = false;
    return undefined;
  }
  const context = audioContext();
  const clicks: Clicks = { buffer: clickOf(context), voices: new Set(), output: new GainNode(context) };
  clicks.output.connect(context.destination);
  let lastUs = 0;
  const ticking = setInterval(() => (lastUs = scheduleClicks(open, clicks, lastUs)), TICK_MS);
  return () => {
    clearInterval(ticking);
    for (const voice of clicks.voices) voice.stop();
    clicks.output.disconnect();
  };
});
