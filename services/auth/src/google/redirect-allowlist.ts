import { isHttpUrl, type Rule } from '@downbeat/shared/config';
import { isLoopback } from '@downbeat/shared/loopback';

/** The entries of GOOGLE_REDIRECT_ALLOWLIST, in their order. */
export const redirectsOf = (list: string): readonly string[] =>
  list
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '');

// A fragment never reaches a server, and no redirect may have one (RFC 6749, 3.1.2).
const isRedirect = (uri: string): boolean => isHttpUrl(uri) && !uri.includes('#');

/** Why a list is no allow-list, or nothing. */
export const refusalOfRedirects = (list: string): string | undefined => {
  const uris = redirectsOf(list);
  const isList = uris.length > 0 && uris.every(isRedirect);
  return isList ? undefined : 'must be absolute http(s) URLs without fragment, separated by commas';
};

const staysUnheard = (uri: string): boolean => {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || isLoopback(hostname);
};

/** Who reads along on the way to the application could redeem its code (RFC 9700, 2.6). */
export const redirectsAreEncrypted: Rule<{ CLIENT_ID: string; GOOGLE_REDIRECT_ALLOWLIST: string }> = ({
  values,
  given,
}) => {
  const uris = redirectsOf(values.GOOGLE_REDIRECT_ALLOWLIST ?? '');
  if (!given.has('CLIENT_ID') || uris.every(staysUnheard)) return {};
  return { GOOGLE_REDIRECT_ALLOWLIST: 'must be https, but for localhost, once there is a Google client' };
};
