/** Stored per tab: a reload of the tab finds its device and its session again, while two tabs are two devices. */
const DEVICE_KEY = 'downbeat.device';
const SESSION_KEY = 'downbeat.session';
/** Stored per browser: the delay of a loudspeaker is the same in all its tabs. */
const MACHINE_KEY = 'downbeat.machine';

/** 128 random bits. Not by `randomUUID`, which a page without TLS does not have. */
function newDeviceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function deviceId(): string {
  const kept = sessionStorage.getItem(DEVICE_KEY) ?? newDeviceId();
  sessionStorage.setItem(DEVICE_KEY, kept);
  return kept;
}

/** What the browser as a whole is called, where it makes no difference which tab it is. */
export function machineId(): string {
  const kept = localStorage.getItem(MACHINE_KEY) ?? newDeviceId();
  localStorage.setItem(MACHINE_KEY, kept);
  return kept;
}

/** The session that this tab was in when it was reloaded; null after the user has left it. */
export function keptSession(): string | null {
  return sessionStorage.getItem(SESSION_KEY);
}

export function keepSession(sessionId: string | null): void {
  if (sessionId === null) sessionStorage.removeItem(SESSION_KEY);
  else sessionStorage.setItem(SESSION_KEY, sessionId);
}
