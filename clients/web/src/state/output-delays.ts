// The delays of this device's outputs at the account. Loaded when a room is entered.
import { togetherOf } from '@downbeat/sdk/together';
import { downbeat, user } from './account.ts';
import { machineId } from './device.ts';
import { showError } from './notice.ts';
import { delayMs, delays, LEAST_DELAY_MS, MOST_DELAY_MS, output, unsaved } from './output-delay.ts';

/** A change is sent after this long without another one: a key that is held makes many. */
const SAVE_MS = 600;

const together = togetherOf(downbeat);
/** Changes that wait to be sent, by the name of the output. */
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Takes what the account has kept for this device, and sends what it may not have yet: a change may have failed, or its tab was
 * closed too soon. Without an answer, what this browser has kept counts.
 */
export async function loadDelays(): Promise<void> {
  const userId = user.value?.id;
  // A guest has no account that could keep any.
  if (userId === undefined) return;
  const found = await together.listOutputDelays().result();
  if (!found.ok || user.value?.id !== userId) return;
  const own = found.data.items.filter(
    (one) => one.deviceId === machineId() && !unsaved.value.has(one.output),
  );
  delays.value = new Map([...delays.value, ...own.map((one) => [one.output, one.delayMs] as const)]);
  const left = [...unsaved.value].filter((name) => !waiting.has(name));
  await Promise.all(left.map((name) => save(name)));
}

async function save(name: string): Promise<void> {
  // Another user has signed in.
  if (!unsaved.value.has(name)) return;
  const sentMs = delays.value.get(name) ?? 0;
  await together.setOutputDelay({ deviceId: machineId(), output: name, delayMs: sentMs });
  // A change since then is still to be sent.
  if (delays.value.get(name) !== sentMs) return;
  unsaved.value = new Set([...unsaved.value].filter((other) => other !== name));
}

/** Sets the delay of the present output: heard at once, and kept for the next time. */
export function setDelay(ms: number): void {
  const bounded = Math.min(Math.max(Math.round(ms), LEAST_DELAY_MS), MOST_DELAY_MS);
  if (Number.isNaN(bounded) || bounded === delayMs.value) return;
  const name = output.value;
  delays.value = new Map([...delays.value, [name, bounded]]);
  unsaved.value = new Set([...unsaved.value, name]);
  clearTimeout(waiting.get(name));
  const saving = setTimeout(() => {
    waiting.delete(name);
    save(name).catch(showError);
  }, SAVE_MS);
  waiting.set(name, saving);
}
