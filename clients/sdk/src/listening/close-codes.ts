import { closeCodes, type CloseReason } from '../generated/listening.close-codes.gen.ts';

/** What the end of a socket means for the one who held it. */
export interface CloseMeaning {
  reason: string;
  /** Whether to connect again: the room goes on. */
  reconnect: boolean;
}

/** The contract's reasons, in words for those who listen. */
const words: Readonly<Record<CloseReason, string>> = {
  goingAway: 'the server went away',
  brokenFraming: 'a frame was broken',
  brokenText: 'a text was broken',
  tooManyParts: 'a message came in too many parts',
  frameTooLarge: 'a frame was too large',
  failure: 'the session could not be reached',
  instanceRestarts: 'the server restarts',
  malformedTraffic: 'the server did not understand us',
  signInEnded: 'the sign-in ended',
  tooManyMessages: 'too many messages',
  slowReader: 'we read too slowly',
  sessionEnded: 'the session ended',
  replaced: 'the same device opened the session elsewhere',
  tooManySockets: 'too many sockets of one user',
  sessionFull: 'the session has no seat left',
};

const meanings = new Map<number, CloseMeaning>(
  (Object.keys(closeCodes) as CloseReason[]).map((name) => {
    const { code, reconnect } = closeCodes[name];
    return [code, { reason: words[name], reconnect }];
  }),
);

/** Anything not named (a lost network, 1006) passes: connect again. */
export function closeMeaning(code: number): CloseMeaning {
  return meanings.get(code) ?? { reason: `the connection was lost (${code})`, reconnect: true };
}
