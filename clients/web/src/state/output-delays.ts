// The delays of this device's outputs at the account. Loaded when a room is entered.
import { togetherOf } from '@downbeat/sdk/together';
import { downbeat } from './account.ts';
import { machineId } from './device.ts';
import { showError } from './notice.ts';
import { delayMs, delays, LEAST_DELAY_MS, MOST_DELAY_MS, output } from './output-delay.ts';

/** A change is sent after this long without another one: a key that is held makes many. */
const SAVE_MS = 600;

const together = togetherOf(downbeat);
/** Changes that wait to be sent, by the name of the output. */
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Takes what the account has kept for this device. Without an answer, what this browser has kept counts. */
export async function loadDelays(): Promise<void> {
  const found = await together.listOutputDelays().result();
  if (!found.ok) return;
  const own = found.data.items.filter((one) => one.deviceId === machineId() && !waiting.has(one.output));
  delays.value = new Map([...delays.value, ...own.map((one) => [one.output, one.delayMs] as const)]);
}

/** Sets the delay of the present output: heard at once, and kept for the next time. */
export function setDelay(ms: number): void {
  const bounded = Math.min(Math.max(Math.round(ms), LEAST_DELAY_MS), MOST_DELAY_MS);
  if (Number.isNaN(bounded) || bounded === delayMs.value) return;
  const name = output.value;
  delays.value = new Map([...delays.value, [name, bounded]]);
  clearTimeout(waiting.get(name));
  const saving = setTimeout(() => {
    waiting.delete(name);
    const kept = { deviceId: machineId(), output: name, delayMs: delays.value.get(name) ?? 0 };
    together.setOutputDelay(kept).catch(showError);
  }, SAVE_MS);
  waiting.set(name, saving);
}
