// An allow list, because a secret under a name that nobody thought of must not reach a log either.
const HARMLESS = new Set(['limit', 'cursor', 'sort', 'order', 'expires', 'size', 'w', 'v']);

/** A request's URL for logs: the values of all query parameters but a few harmless ones become `*`. */
export function safeUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const parameters = url
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return HARMLESS.has(name) ? pair : `${name}=*`;
    });
  return `${url.slice(0, start)}?${parameters.join('&')}`;
}

/** The path of a URL, without its query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
