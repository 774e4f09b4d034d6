type ServiceUrls = { authUrl: string; musicUrl: string; notificationUrl: string };

const originOf = (url: string): string => new URL(url).origin;
const socketOriginOf = (url: string): string => originOf(url).replace(/^http/, 'ws');

/** What the page may load and whom it may speak to: itself, the three services, music's sockets, and nothing else. */
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
    // Forms are sent by the script; without it a password must not end in an address.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On every answer of the page's server, errors too. */
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
