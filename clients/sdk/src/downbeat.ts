import { authOperations, type AuthOperations } from './generated/auth.operations.gen.ts';
import { musicOperations, type MusicOperations } from './generated/music.operations.gen.ts';
import {
  notificationOperations,
  type NotificationOperations,
} from './generated/notification.operations.gen.ts';
import type { AuthSession, User } from './generated/auth.types.gen.ts';
import type { CallOptions } from './generated/call.gen.ts';
import { memoryTokenStore, SessionKeeper, type TokenStore } from './auth-session.ts';
import { defaultVerifierStore, GoogleSignIn, type VerifierStore } from './google-sign-in.ts';
import { bothHooks, type Hooks, logHooks } from './http/hooks.ts';
import { type Fetch, type PreparedCall, send } from './http/send.ts';
import { entryOf } from './http/operation.ts';
import { serviceUrl } from './http/request.ts';
import { createServiceClient } from './http/service-client.ts';
import type { WebSocketFactory } from './listening/connection.ts';
import type { ListeningRoom } from './listening/room.ts';
import type { LocalClock, Player } from './players/player.ts';

const DEFAULT_TIMEOUT_MS = 15_000;
/** Sooner than other calls, because another instance may answer the next one. */
const TICKET_TIMEOUT_MS = 5000;

/** Operations whose answer has tokens: a call of one signs this client in. */
const SIGN_IN_OPERATIONS = new Set<string>([
  'register',
  'login',
  'exchangeGoogleCode',
] satisfies (keyof AuthOperations)[]);

const SIGN_OUT_OPERATION: keyof AuthOperations = 'logout';

const REFRESH_OPERATION: keyof AuthOperations = 'refresh';

/** After these only a new access token says what is true of the account, e.g. that its e-mail is confirmed. */
const ACCOUNT_OPERATIONS = new Set<string>(['verifyEmail', 'updateMe'] satisfies (keyof AuthOperations)[]);

export interface DownbeatOptions {
  authUrl?: string;
  musicUrl?: string;
  notificationUrl?: string;
  /** Where the tokens are kept; in memory by default. In a page: `webTokenStore(localStorage)`. */
  tokenStore?: TokenStore;
  /** Where `google` keeps the verifier of a sign-in; by default `sessionStorage` in a page, memory elsewhere. */
  verifierStore?: VerifierStore;
  /** Milliseconds until a call fails with TIMEOUT, with its retries; 15 s by default. */
  timeoutMs?: number;
  /** How often a call is sent again after a failure that may pass; 2 by default. Only calls that may be sent twice. */
  maxRetries?: number;
  /** Called for every try of every call. */
  hooks?: Hooks;
  /** Writes one line for each answer and each failure: to `console.debug`, or to this function. */
  debug?: boolean | ((line: string) => void);
  fetch?: Fetch;
  webSocket?: WebSocketFactory;
}

export interface ListenOptions {
  player: Player;
  /** Tells this device from the user's others; keep it, so that a reload comes back as the same member. */
  deviceId: string;
  clock?: LocalClock;
}

/**
 * One client for the three services. Each operation of the contracts is a method of `auth`, `music` or
 * `notification`; signing in is calling `auth.login` or `auth.register`, or `google.begin` and `google.finish`.
 */
export class Downbeat {
  readonly auth: AuthOperations;
  readonly music: MusicOperations;
  readonly notification: NotificationOperations;
  readonly session: SessionKeeper;
  readonly google: GoogleSignIn;
  readonly #musicUrl: string;
  readonly #webSocket: WebSocketFactory;
  readonly #timeoutMs: number;

  constructor(options: DownbeatOptions = {}) {
    const { authUrl = 'http://localhost:4000', notificationUrl = 'http://localhost:4002' } = options;
    this.#musicUrl = options.musicUrl ?? 'http://localhost:4001';
    this.#webSocket = options.webSocket ?? ((url) => new WebSocket(url));
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.session = new SessionKeeper(options.tokenStore ?? memoryTokenStore(), (refreshToken) =>
      this.auth.refresh({ refreshToken }),
    );
    const shared = {
      // A browser's fetch refuses to be called as a method of another object.
      fetch: options.fetch ?? ((...request: Parameters<Fetch>) => globalThis.fetch(...request)),
      timeoutMs: this.#timeoutMs,
      maxRetries: options.maxRetries,
      hooks: hooksOf(options),
    };
    const auth = { ...shared, baseUrl: authUrl };
    const music = { ...shared, baseUrl: this.#musicUrl };
    const notification = { ...shared, baseUrl: notificationUrl };
    this.auth = createServiceClient<AuthOperations>(authOperations, this.session, auth, (call, data) =>
      this.#updateSignIn(call, data),
    );
    this.music = createServiceClient<MusicOperations>(musicOperations, this.session, music);
    this.notification = createServiceClient<NotificationOperations>(
      notificationOperations,
      this.session,
      notification,
    );
    this.google = new GoogleSignIn(
      this.auth,
      options.verifierStore ?? defaultVerifierStore(),
      (input, call) => send(startGoogleCall(input, call), null, auth),
    );
  }

  /** Makes a track's relative `streamUrl` or `coverUrl` absolute, for an `<audio>` or `<img>` element. */
  mediaUrl(path: string): string {
    return serviceUrl(this.#musicUrl, path).href;
  }

  /**
   * Enters a listening session as a member. Resolves once the clock is synchronised; from then on the player follows.
   *
   * @throws DownbeatError e.g. SESSION_NOT_FOUND, UNAUTHENTICATED, NETWORK_ERROR; TypeError without a player.
   */
  async listen(sessionId: string, options: ListenOptions): Promise<ListeningRoom> {
    requirePlayer(options);
    // Only now: an application that enters no room does not load this part.
    const { enterRoom } = await import('./listening/enter-room.ts');
    return enterRoom({
      player: options.player,
      clock: options.clock,
      createSocket: this.#webSocket,
      newCommandId: () => crypto.randomUUID(),
      socketUrl: () => this.#socketUrl(sessionId, options.deviceId),
      locate: async (item) => {
        const track = await this.music.getTrack({ trackId: item.trackId });
        const { id: queueItemId, trackId, durationMs } = item;
        return { queueItemId, trackId, durationMs, url: this.mediaUrl(track.streamUrl) };
      },
    });
  }

  async #socketUrl(sessionId: string, deviceId: string): Promise<string> {
    const timeoutMs = Math.min(this.#timeoutMs, TICKET_TIMEOUT_MS);
    const { socketPath } = await this.music.createTicket({ sessionId, deviceId }, { timeoutMs });
    const url = serviceUrl(this.#musicUrl, socketPath);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
  }

  #updateSignIn({ operationId, input }: PreparedCall, data: unknown): void {
    const { session } = this;
    if (SIGN_IN_OPERATIONS.has(operationId)) session.adopt(data as AuthSession);
    if (operationId === REFRESH_OPERATION)
      session.adoptRenewal(String(input['refreshToken']), data as AuthSession);
    if (operationId === SIGN_OUT_OPERATION) session.forget();
    if (ACCOUNT_OPERATIONS.has(operationId)) session.outdate(data as User);
  }
}

function startGoogleCall(input: object, options: CallOptions): PreparedCall {
  const operationId: keyof AuthOperations = 'startGoogle';
  return { operationId, entry: entryOf(authOperations[operationId]), input: { ...input }, options };
}

function hooksOf({ hooks = {}, debug = false }: DownbeatOptions): Hooks {
  if (debug === false) return hooks;
  return bothHooks(hooks, logHooks(debug === true ? (line) => console.debug(line) : debug));
}

/** For callers without types: otherwise the mistake would show much later, in another place. */
function requirePlayer({ player }: Partial<ListenOptions>): void {
  if (player === undefined)
    throw new TypeError('listen() needs a player, e.g. { player: new WebAudioPlayer(new AudioContext()) }');
}
