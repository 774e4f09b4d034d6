import { computed, effect, signal } from '@preact/signals';

const KEY = 'downbeat.device-name';
/** What the service takes. */
export const LONGEST_NAME = 40;

/** Names by which people know what they hold; the first that fits. */
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android.*Mobile/, 'Android phone'],
  [/Android/, 'Android tablet'],
  [/CrOS/, 'Chromebook'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows computer'],
  [/Linux/, 'Linux computer'],
];
const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const nameIn = (names: readonly [RegExp, string][]): string | undefined =>
  names.find(([pattern]) => pattern.test(navigator.userAgent))?.[1];

/** What this device is called until its user gives it a name, e.g. "Chrome on Mac". */
const defaultName = [nameIn(browsers) ?? 'Browser', nameIn(systems)].filter(Boolean).join(' on ');

const given = signal(localStorage.getItem(KEY) ?? '');

/** What members of a room see this device called. */
export const deviceName = computed(() => given.value || defaultName);

/** Keeps a name for this browser; without one, the default counts again. */
export function setDeviceName(name: string): void {
  given.value = name.trim().slice(0, LONGEST_NAME);
}

effect(() => localStorage.setItem(KEY, given.value));
