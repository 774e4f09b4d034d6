import type { AuthErrorCode } from '../generated/auth.operations.gen.ts';
import type { CallOptions, OperationRow, OperationTable } from '../generated/call.gen.ts';
import type { MusicErrorCode } from '../generated/music.operations.gen.ts';
import type { NotificationErrorCode } from '../generated/notification.operations.gen.ts';
import { unlessAborted } from './abort.ts';
import { asCall, asListCall, type Call, type ListCall, type PageShape } from './call.ts';
import { isDownbeatError } from './errors.ts';
import { entryOf, type OperationEntry } from './operation.ts';
import { randomId } from './random-id.ts';
import { type HeaderOptions, isRepeatable, operationUrl, type OperationInput } from './request.ts';
import { type Answer, send, type PreparedCall, type SendOptions, withinLimit } from './send.ts';

/** Where a service client gets its access tokens. */
export interface Credentials {
  /** Null when signed out. */
  valid(): Promise<TokenOfUser | null>;
  /** Gets a token other than the one that was refused. */
  renew(refused: string): Promise<TokenOfUser>;
}

interface TokenOfUser {
  accessToken: string;
  user: { id: string };
}

/** An error code that every service has. */
type SharedCode = AuthErrorCode & MusicErrorCode & NotificationErrorCode;

/**
 * After these codes the token is renewed and the call is sent once more. The renewal of a sign-in that was ended elsewhere
 * is refused, so that the client is signed out then, and not first when the access token expires.
 */
const RENEWABLE_CODES = new Set<string>([
  'TOKEN_EXPIRED',
  'UNAUTHENTICATED',
  'SESSION_REVOKED',
] satisfies SharedCode[]);

/** An operation that a browser goes to, whose method gives its URL: whether the service would redirect the browser. */
export interface Attemptable {
  attempt(input: OperationInput, options: CallOptions): Promise<unknown>;
}

/** The generated table of these operations. */
export type TableOf<Operations> = OperationTable & Readonly<Record<keyof Operations, OperationRow>>;

/** Called with the data of every successful call, before the caller gets it. */
export type OnData = (call: PreparedCall, data: unknown) => Promise<void>;

/**
 * Makes one method per operation of a generated table. `Operations` types the input and output of each method. It is
 * generated from the same contract as the table, so the one cast at the end is safe.
 */
export function createServiceClient<Operations>(
  table: TableOf<Operations>,
  credentials: Credentials,
  options: SendOptions,
  onData?: OnData,
): Operations {
  const methodOf = ([operationId, row]: [string, OperationRow]): [string, unknown] => {
    const entry = entryOf(row);
    const takesInput = entry.request !== 'none' || entry.query.length > 0 || entry.path.includes('{');
    const call = (input: OperationInput, callOptions: CallOptions): Call<unknown, string> => {
      const prepared = { operationId, entry, input, options: withKey(entry, callOptions) };
      const answer = sendSigned(prepared, credentials, options);
      return asCall(
        answer.then(async (given) => {
          await onData?.(prepared, given.data);
          return given;
        }),
      );
    };
    if (entry.use !== 'request') {
      const urlOf = (input: OperationInput = {}): URL => operationUrl(options.baseUrl, entry, input);
      return [operationId, Object.assign(urlOf, { attempt: call })];
    }
    const callList = (input: OperationInput, callOptions: CallOptions): ListCall<PageShape, string> => {
      const next = (cursor: string) => call({ ...input, cursor }, callOptions) as Promise<PageShape>;
      return asListCall(call(input, callOptions) as Call<PageShape, string>, next);
    };
    const run = entry.query.includes('cursor') ? callList : call;
    const method = (...args: unknown[]): unknown => {
      const [input = {}, callOptions = {}] = takesInput ? args : [undefined, ...args];
      return run(input as OperationInput, callOptions as CallOptions);
    };
    return [operationId, method];
  };
  return Object.fromEntries(Object.entries(table).map(methodOf)) as Operations;
}

/** One key for all tries of a call, also after its token was renewed. */
function withKey(entry: OperationEntry, options: CallOptions & HeaderOptions): CallOptions & HeaderOptions {
  return entry.keyed ? { ...options, idempotencyKey: options.idempotencyKey ?? randomId() } : options;
}

/** Sends a call with a token, and once more with another when the service refuses it: all within the time limit of the call. */
function sendSigned(call: PreparedCall, credentials: Credentials, options: SendOptions): Promise<Answer> {
  return withinLimit(call, options, async (signal) => {
    const signedIn = await unlessAborted(() => tokenFor(call, credentials), signal);
    try {
      return await send(call, signedIn?.accessToken ?? null, options, signal);
    } catch (error) {
      if (signedIn === null || !isDownbeatError(error) || !RENEWABLE_CODES.has(error.code)) throw error;
      if (!isRepeatable(call.input)) throw error;
      const renewed = await unlessAborted(() => credentials.renew(signedIn.accessToken), signal);
      // Another user has signed in since: do not send one user's call in the name of another.
      if (renewed.user.id !== signedIn.user.id) throw error;
      return send(call, renewed.accessToken, options, signal);
    }
  });
}

/** When a token is optional, a call goes out without one after the sign-in has ended. */
async function tokenFor({ entry }: PreparedCall, credentials: Credentials): Promise<TokenOfUser | null> {
  if (entry.bearer === 'never') return null;
  try {
    return await credentials.valid();
  } catch (error) {
    if (entry.bearer !== 'accepted' || !isDownbeatError(error) || error.code !== 'SIGNED_OUT') throw error;
    return null;
  }
}
