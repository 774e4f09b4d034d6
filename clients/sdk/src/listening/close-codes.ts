/** What the end of a socket means for the one who held it (music's contract, `openSocket`). */
export interface CloseMeaning {
  reason: string;
  /** Whether to connect again: the room goes on, and so does our seat. */
  reconnect: boolean;
}

const meanings: Readonly<Record<number, CloseMeaning>> = {
  1009: { reason: 'a frame was too large', reconnect: false },
  4000: { reason: 'the server did not understand us', reconnect: false },
  4001: { reason: 'the sign-in ended', reconnect: false },
  4002: { reason: 'too many messages', reconnect: true },
  4003: { reason: 'we read too slowly', reconnect: true },
  4004: { reason: 'the session ended', reconnect: false },
  4005: { reason: 'the same device opened the session elsewhere', reconnect: false },
  4006: { reason: 'too many sockets of one user', reconnect: false },
};

/** Anything not named (a lost network, 1006, 1012) passes: connect again. */
export function closeMeaning(code: number): CloseMeaning {
  return meanings[code] ?? { reason: `the connection was lost (${code})`, reconnect: true };
}
