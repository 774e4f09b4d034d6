/** An invite link is this page with `#join=CODE`: what follows the # never reaches a server or its log. Empty without. */
export function invitedCode(hash: string): string {
  return new URLSearchParams(hash.slice(1)).get('join') ?? '';
}
