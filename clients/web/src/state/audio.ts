import { signal } from '@preact/signals';

let context: AudioContext | null = null;

/** Whether the browser lets this page sound; false before the first click, and after an interruption such as a call. */
export const isSounding = signal(true);

/** The one audio context of this page. Call it from a click at first: browsers keep others silent. */
export function audioContext(): AudioContext {
  if (context === null) {
    const created = new AudioContext({ latencyHint: 'interactive' });
    const look = (): void => {
      isSounding.value = created.state === 'running';
    };
    // One that the browser keeps silent from the beginning sends no event.
    look();
    created.addEventListener('statechange', look);
    context = created;
  }
  return context;
}

/** How long a browser that keeps the page silent may take to say so. Some never do. */
const RESUME_MS = 1000;

/** Turns the sound on; only from a click. Resolves also when the browser does not let it sound. */
export async function resumeSound(): Promise<void> {
  const resumed = audioContext().resume();
  await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, RESUME_MS))]);
}
