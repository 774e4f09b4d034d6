import type { ServiceUrls } from './urls.ts';

const originOf = (url: string): string => new URL(url).origin;
const socketOriginOf = (url: string): string => originOf(url).replace(/^http/, 'ws');

/** The page may load from and connect to itself, the three services and music's sockets only. */
export function contentSecurityPolicy({ authUrl, musicUrl, notificationUrl }: ServiceUrls): string {
  const music = originOf(musicUrl);
  const services = [originOf(authUrl), music, originOf(notificationUrl), socketOriginOf(musicUrl)];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: ${music}`,
    `media-src blob: ${music}`,
    `connect-src 'self' ${services.join(' ')}`,
    "base-uri 'none'",
    // The script sends the forms. Without it the browser would put the password into the URL.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The headers of every answer of the page's server, errors included. */
export function pageHeaders(urls: ServiceUrls): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(urls),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
