/** The first dotted version in a program's `--version` text. */
export function firstVersion(text: string): string | undefined {
  return /\d+(?:\.\d+)+/.exec(text)?.[0];
}

/** Compares dotted versions number by number: 10.2 is at least 9.10. */
export function atLeast(version: string, minimum: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, want] of minimum.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== want) return part > want;
  }
  return true;
}
