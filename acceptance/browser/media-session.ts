// What a page tells the system of its music, and the keys of the system.
interface SystemKeys {
  /** Does what the system does when its user presses one of its keys. */
  press(action: MediaSessionAction, details?: object): void;
  /** What the system shows. */
  position: MediaPositionState | undefined;
  /** The gain to which the volume was set last. */
  gain: number;
}

declare global {
  interface Window {
    /** Added by {@link watchMediaSession}. */
    systemKeys: SystemKeys;
  }
}

/** Runs in the page before its own scripts: keeps what they tell the system, and how loud they play. */
export function watchMediaSession(): void {
  const { mediaSession } = navigator;
  const handlers = new Map<MediaSessionAction, MediaSessionActionHandler | null>();
  const keys: SystemKeys = {
    press: (action, details = {}) => handlers.get(action)?.({ action, ...details }),
    position: undefined,
    gain: 1,
  };
  window.systemKeys = keys;
  mediaSession.setActionHandler = (action, handler) => void handlers.set(action, handler);
  mediaSession.setPositionState = (state) => {
    keys.position = state;
  };
  // The original method, called below with the parameter that it belongs to.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const setTargetAtTime = AudioParam.prototype.setTargetAtTime;
  AudioParam.prototype.setTargetAtTime = function (value, atSeconds, constant) {
    keys.gain = value;
    return setTargetAtTime.call(this, value, atSeconds, constant);
  };
}
