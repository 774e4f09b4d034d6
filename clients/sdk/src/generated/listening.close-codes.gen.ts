// Generated from openapi/listening.yaml. Do not edit: change the contract, then run `make generate`.

/** Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again. */
export const closeCodes = {
  goingAway: { code: 1001, reconnect: true },
  brokenFraming: { code: 1002, reconnect: true },
  brokenText: { code: 1007, reconnect: true },
  tooManyParts: { code: 1008, reconnect: true },
  frameTooLarge: { code: 1009, reconnect: false },
  failure: { code: 1011, reconnect: true },
  instanceRestarts: { code: 1012, reconnect: true },
  malformedTraffic: { code: 4000, reconnect: false },
  signInEnded: { code: 4001, reconnect: false },
  tooManyMessages: { code: 4002, reconnect: true },
  slowReader: { code: 4003, reconnect: true },
  sessionEnded: { code: 4004, reconnect: false },
  replaced: { code: 4005, reconnect: false },
  tooManySockets: { code: 4006, reconnect: true },
  sessionFull: { code: 4007, reconnect: false },
  removed: { code: 4008, reconnect: false },
  banned: { code: 4009, reconnect: false },
  guestEnded: { code: 4010, reconnect: false },
} as const;

export type CloseReason = keyof typeof closeCodes;
