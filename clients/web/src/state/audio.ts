import { signal } from '@preact/signals';

let context: AudioContext | null = null;

/** Whether the browser lets this page sound; false before the first click, and after an interruption such as a call. */
export const isSounding = signal(true);

/** The one audio context of this page. Call it from a click at first: browsers keep others silent. */
export function audioContext(): AudioContext {
  if (context === null) {
    const created = new AudioContext({ latencyHint: 'interactive' });
    created.addEventListener('statechange', () => (isSounding.value = created.state === 'running'));
    context = created;
  }
  return context;
}

/** Turns the sound on; only from a click. */
export async function resumeSound(): Promise<void> {
  await audioContext().resume();
}
