// Compiled, never run: what must compile, and what must not.
import type { Call, Downbeat, MusicOperations } from '../src/index.ts';

/** Exactly the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_Claim extends true>(): void {
  // The claim is in the type.
}

export async function dataIsTyped({ music, auth }: Downbeat): Promise<void> {
  const track = await music.getTrack({ trackId: '1' });
  holds<Same<typeof track.durationMs, number>>();
  holds<Same<typeof track.coverUrl, string | null>>();
  const session = await auth.login({ email: 'a@b.c', password: 'x' });
  holds<Same<typeof session.tokenType, 'Bearer'>>();
  const nothing = await auth.logout();
  holds<Same<typeof nothing, undefined>>();
}

export async function codesNarrow({ auth, music }: Downbeat): Promise<string> {
  const result = await auth.login({ email: 'a@b.c', password: 'x' }).result();
  // @ts-expect-error there is no data before one looks at `ok`
  void result.data;
  if (result.ok) return result.data.accessToken;
  // @ts-expect-error a login does not look for a track
  if (result.code === 'TRACK_NOT_FOUND') return '';
  if (result.code === 'INVALID_CREDENTIALS') return result.error.message;
  const track = await music.getTrack({ trackId: '1' }).result();
  return !track.ok && track.code === 'TRACK_NOT_FOUND' ? 'gone' : '';
}

export function wrongInputsDoNotCompile({ auth, music }: Downbeat): void {
  // @ts-expect-error a password is required
  void auth.login({ email: 'a@b.c' });
  // @ts-expect-error nobody registers as an admin
  void auth.register({ email: 'a@b.c', password: 'x', displayName: 'A', role: 'admin' });
  // @ts-expect-error not by another name
  void music.getTrack({ id: '1' });
  // @ts-expect-error a path parameter is text
  void music.getTrack({ trackId: 1 });
  // @ts-expect-error audio is a Blob, not a path
  void music.createTrack({ audio: '/tmp/a.mp3' });
  // @ts-expect-error no such operation
  void music.deleteEverything();
}

type Page = Awaited<ReturnType<MusicOperations['listTracks']>>;
holds<Same<Page['nextCursor'], string | null>>();
holds<ReturnType<MusicOperations['listTracks']> extends Call<Page, string> ? true : false>();
