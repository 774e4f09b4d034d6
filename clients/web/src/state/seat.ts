/** What a reload of this tab is to find again. Another tab knows nothing of it: two tabs are two devices. */
const DEVICE_KEY = 'downbeat.device';
const SESSION_KEY = 'downbeat.session';

/** What the name of every tab as a device begins with. */
const PAGE = 'web-';

/** Whether a device is a tab with this page. */
export function isPage(device: string): boolean {
  return device.startsWith(PAGE);
}

/** The name of this tab as a device. */
export function deviceId(): string {
  const kept = sessionStorage.getItem(DEVICE_KEY) ?? PAGE + crypto.randomUUID();
  sessionStorage.setItem(DEVICE_KEY, kept);
  return kept;
}

/** The session that this tab listens to, or listened to until it was reloaded. */
export function keptSession(): string | null {
  return sessionStorage.getItem(SESSION_KEY);
}

/** Remembers where this tab listens; null once it was left. */
export function keepSession(sessionId: string | null): void {
  if (sessionId === null) sessionStorage.removeItem(SESSION_KEY);
  else sessionStorage.setItem(SESSION_KEY, sessionId);
}
