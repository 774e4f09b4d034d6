import type { SessionKeeper } from '../auth-session.ts';
import type { AuthSession } from '../generated/auth.types.gen.ts';
import type { MusicTogetherOperations } from '../generated/music.operations.gen.ts';
import type { GuestSession } from '../generated/music.types.gen.ts';
import { musicTogetherOperations } from '../generated/music.together-operations.gen.ts';
import type { LibraryClient } from '../library/library.ts';

/** A client that becomes a guest. */
interface GuestClient extends Pick<LibraryClient, 'defaults'> {
  readonly session: Pick<SessionKeeper, 'load' | 'adopt' | 'forget'>;
}

export interface GuestInput {
  inviteCode: string;
  /** What the other members see. */
  displayName: string;
}

/**
 * Joins a room without an account; then `listen(sessionId, ...)` enters it. From now on the client is this guest, as if signed
 * in: its token store keeps the access token until `session.forget()`; a guest of before, e.g. of before a reload, is replaced.
 * So give it a store of its own, e.g.
 * `webTokenStore(() => sessionStorage, 'guest')`. All that is not of the room answers FORBIDDEN.
 *
 * @throws DownbeatError e.g. GUESTS_NOT_ALLOWED, INVITE_INVALID, SESSION_FULL, BANNED; TypeError for a client of a user who
 *   is signed in
 */
export async function joinAsGuest(client: GuestClient, input: GuestInput): Promise<GuestSession> {
  const before = await client.session.load();
  if (before !== null) {
    if (!isGuestId(before.user.id))
      throw new TypeError('joinAsGuest() needs a client without a sign-in, with a token store of its own');
    // Its token may have expired, and cannot be renewed.
    await client.session.forget();
  }
  const { clientOf, musicUrl } = client.defaults;
  const together = clientOf<MusicTogetherOperations>(musicTogetherOperations, musicUrl);
  const joined = await together.joinAsGuest(input);
  await client.session.adopt(signInOf(joined));
  return joined;
}

/** The id of a guest is a UUID v8, as no account has. */
const isGuestId = (id: string): boolean => id[14] === '8';

/** No refresh token: a call after its end answers SIGNED_OUT. */
function signInOf({ accessToken, expiresIn, guest }: GuestSession): AuthSession {
  const user = {
    ...guest,
    email: '',
    role: 'listener' as const,
    emailVerified: false,
    createdAt: new Date().toISOString(),
  };
  return { accessToken, refreshToken: '', tokenType: 'Bearer', expiresIn, user };
}
