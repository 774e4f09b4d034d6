// Generated from openapi/listening.yaml. Do not edit: change the contract, then run `make generate`.

/** Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again. */
export const closeCodes = {
  goingAway: { code: 1001, reason: 'The server goes away', reconnect: true },
  brokenFraming: { code: 1002, reason: 'The frames break the protocol', reconnect: true },
  brokenText: { code: 1007, reason: 'A text is not UTF-8', reconnect: true },
  tooManyParts: { code: 1008, reason: 'A message comes in too many parts', reconnect: true },
  frameTooLarge: { code: 1009, reason: 'A frame is too large', reconnect: false },
  failure: { code: 1011, reason: 'The session cannot be reached; connect again', reconnect: true },
  instanceRestarts: { code: 1012, reason: 'The instance restarts; connect again', reconnect: true },
  malformedTraffic: { code: 4000, reason: 'Too many malformed messages', reconnect: false },
  signInEnded: { code: 4001, reason: 'The sign-in has ended', reconnect: false },
  tooManyMessages: { code: 4002, reason: 'Too many messages', reconnect: true },
  slowReader: { code: 4003, reason: 'Too slow to read', reconnect: true },
  sessionEnded: { code: 4004, reason: 'The session has ended', reconnect: false },
  replaced: { code: 4005, reason: 'The same device has connected again', reconnect: false },
  tooManySockets: { code: 4006, reason: 'Too many sockets', reconnect: true },
  sessionFull: { code: 4007, reason: 'The session has no seat left', reconnect: false },
  removed: { code: 4008, reason: 'No longer a member of the session', reconnect: false },
  banned: { code: 4009, reason: 'Banned from the session', reconnect: false },
  guestEnded: { code: 4010, reason: 'The time of this guest has ended', reconnect: false },
} as const;

export type CloseReason = keyof typeof closeCodes;
