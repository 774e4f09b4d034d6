/** Why a socket was closed (RFC 6455, section 7.4; 4000-4999 are ours). Clients decide by the number. */
export const closeCodes = {
  instanceRestarts: { code: 1012, reason: 'The instance restarts; connect again' },
  failure: { code: 1011, reason: 'The session cannot be reached; connect again' },
  malformedTraffic: { code: 4000, reason: 'Too many malformed messages' },
  signInEnded: { code: 4001, reason: 'The sign-in has ended' },
  tooManyMessages: { code: 4002, reason: 'Too many messages' },
  slowReader: { code: 4003, reason: 'Too slow to read' },
  sessionEnded: { code: 4004, reason: 'The session has ended' },
  replaced: { code: 4005, reason: 'The same device has connected again' },
  tooManySockets: { code: 4006, reason: 'Too many sockets' },
} as const;

export type CloseReason = keyof typeof closeCodes;
