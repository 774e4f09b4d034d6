// Compiled, never run: asserts what compiles and what does not.
import type { TimelineState, WireTimeline } from '@downbeat/timing';
import {
  type AuthOperations,
  type Call,
  type Downbeat,
  type ErrorCode,
  isDownbeatError,
  type MusicOperations,
  type Timeline,
} from '../src/index.ts';

/** `true` for the same type; otherwise no value fits. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
const claims: true[] = [];

type Data<Operation extends (...args: never[]) => unknown> = Awaited<ReturnType<Operation>>;
type Track = Data<MusicOperations['getTrack']>;

claims.push(
  true satisfies Same<Track['durationMs'], number>,
  true satisfies Same<Track['coverUrl'], string | null>,
  true satisfies Same<Data<AuthOperations['login']>['tokenType'], 'Bearer'>,
  true satisfies Same<Data<AuthOperations['logout']>, undefined>,
);
// @ts-expect-error the comparison itself can fail
claims.push(true satisfies Same<Track['durationMs'], string>);

export async function codesNarrow({ auth, music }: Downbeat): Promise<string> {
  const result = await auth.login({ email: 'a@b.c', password: 'x' }).result();
  if (result.ok) return result.data.accessToken;
  // @ts-expect-error a login cannot answer this code
  if (result.code === 'TRACK_NOT_FOUND') return '';
  if (result.code === 'INVALID_CREDENTIALS') return result.error.message;
  const track = await music.getTrack({ trackId: '1' }).result();
  return !track.ok && track.code === 'TRACK_NOT_FOUND' ? 'gone' : '';
}

export function caughtCodesAreListed(error: unknown): boolean {
  // @ts-expect-error no code is spelled so
  if (isDownbeatError(error) && error.code === 'INVALID_CREDENTAILS') return false;
  return isDownbeatError(error) && error.code === 'INVALID_CREDENTIALS';
}

export function wrongInputsDoNotCompile({ auth, music }: Downbeat): void {
  // @ts-expect-error a password is required
  void auth.login({ email: 'a@b.c' });
  // @ts-expect-error the role admin cannot be asked for
  void auth.register({ email: 'a@b.c', password: 'x', displayName: 'A', role: 'admin' });
  // @ts-expect-error not by another name
  void music.getTrack({ id: '1' });
  // @ts-expect-error a path parameter is text
  void music.getTrack({ trackId: 1 });
  // @ts-expect-error audio is a file, not a path: `fileFromPath` opens one
  void music.createTrack({ audio: '/tmp/a.mp3' });
}

/** With `exactOptionalPropertyTypes`, which `tsc --init` sets. */
export function optionalValuesMayBeUndefined(
  { music }: Downbeat,
  words?: string,
  signal?: AbortSignal,
): void {
  void music.listTracks({ q: words, limit: undefined }, { signal, timeoutMs: undefined });
  void music.createSession({ name: words, trackIds: ['1'] }, { idempotencyKey: words });
  void music.createTrack({ audio: new Blob(), title: words }, { onProgress: undefined });
  // @ts-expect-error a required value may not
  void music.createSession({ trackIds: undefined });
}

// Texts for an application's users can be checked against the codes that exist.
export const texts = {
  INTERNAL: 'Something went wrong.',
  NOTHING_TO_PLAY: 'The queue is empty.',
  ACCOUNT_EXISTS: 'Sign in by your password.',
} satisfies Partial<Record<ErrorCode, string>>;
// @ts-expect-error no service answers this
export const wrongCode: ErrorCode = 'INTERNAL_ERROR';

type Page = Awaited<ReturnType<MusicOperations['listTracks']>>;
claims.push(
  true satisfies Same<Page['nextCursor'], string | null>,
  true satisfies Same<
    ReturnType<MusicOperations['listTracks']> extends Call<Page, string> ? true : false,
    true
  >,
);

// A result has no data before `ok` is checked, and there is no method that the contract does not have.
type LoginResult = Awaited<ReturnType<ReturnType<AuthOperations['login']>['result']>>;
claims.push(
  true satisfies Same<'data' extends keyof LoginResult ? true : false, false>,
  true satisfies Same<'deleteEverything' extends keyof MusicOperations ? true : false, false>,
);

// The timing package declares the timeline itself, because it does not depend on the contracts. (`Required`, because a
// property that is optional on one side only would fit otherwise.)
claims.push(
  true satisfies Same<WireTimeline, Timeline>,
  true satisfies Same<Required<WireTimeline>, Required<Timeline>>,
  true satisfies Same<TimelineState, Timeline['state']>,
);
// @ts-expect-error the comparison itself can fail
claims.push(true satisfies Same<Required<WireTimeline>, Required<Timeline & { note?: string }>>);
// @ts-expect-error nor does an optional property fit
claims.push(true satisfies Same<WireTimeline, Partial<Timeline>>);
