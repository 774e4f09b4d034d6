// The steps of a sign-in with Google. The core loads this part with the first one.
import type { AuthSession } from './generated/auth.types.gen.ts';
import type { GoogleDeps, GoogleSignIn, VerifierStore } from './google.ts';
import type { GoogleRefusal } from './http/error-code.ts';
import { DownbeatError } from './http/errors.ts';
import type { Attemptable } from './http/service-client.ts';

const VERIFIER_KEY = 'downbeat.google-verifier';
const VERIFIER_BYTES = 32;

const refusals: Readonly<Record<GoogleRefusal, string>> = {
  ACCESS_DENIED: 'Google was not allowed to say who this is',
  ACCOUNT_EXISTS: 'There is an account with this e-mail address; sign in to it by its password',
  EMAIL_UNVERIFIED: 'Google has not confirmed this e-mail address',
  GOOGLE_FAILED: 'The sign-in with Google failed',
};

export async function begin(
  deps: GoogleDeps,
  { redirectUri, ...options }: Parameters<GoogleSignIn['begin']>[0] = {},
): Promise<URL> {
  const verifier = newCodeVerifier();
  const input = {
    ...(redirectUri !== undefined && { redirectUri }),
    code_challenge: await codeChallengeOf(verifier),
  };
  const { startGoogle } = deps.auth;
  await (startGoogle as typeof startGoogle & Attemptable).attempt(input, options);
  storeOf(deps).setItem(VERIFIER_KEY, verifier);
  return startGoogle(input);
}

/** @param parameters of the page's URL */
export async function finish(deps: GoogleDeps, parameters: URLSearchParams): Promise<AuthSession | null> {
  const [code, error] = [parameters.get('code'), parameters.get('error')];
  const codeVerifier = storeOf(deps).getItem(VERIFIER_KEY);
  if (codeVerifier === null) return null;
  storeOf(deps).removeItem(VERIFIER_KEY);
  if (code === null) throw refusalOf(error ?? '');
  return deps.auth.exchangeGoogleCode({ code, codeVerifier });
}

function storeOf(deps: GoogleDeps): VerifierStore {
  return (deps.store ??= defaultVerifierStore());
}

/** `sessionStorage` in a page, because it survives the way to Google and back; memory elsewhere. */
function defaultVerifierStore(): VerifierStore {
  try {
    return (globalThis as { sessionStorage?: VerifierStore }).sessionStorage ?? memoryStore();
  } catch {
    // Reading `sessionStorage` throws in a page without storage, e.g. in a sandboxed frame.
    return memoryStore();
  }
}

function memoryStore(): VerifierStore {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function refusalOf(name: string): DownbeatError<GoogleRefusal> {
  const wanted = name.toUpperCase();
  const code = Object.hasOwn(refusals, wanted) ? (wanted as GoogleRefusal) : 'GOOGLE_FAILED';
  return new DownbeatError<GoogleRefusal>(code, refusals[code]);
}

/** 256 random bits, base64url: 43 characters (RFC 7636, 4.1). */
function newCodeVerifier(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(VERIFIER_BYTES)));
}

/** The verifier's S256 challenge (RFC 7636, 4.2). Browsers offer `crypto.subtle` on https and localhost only. */
async function codeChallengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
