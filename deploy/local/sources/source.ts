/** How a backing server can be had: a program to start here, or an image to start in a container. */
export type Launch = { how: 'program'; path: string } | { how: 'container'; image: string };

export const sourceKinds = ['path', 'cache', 'package', 'download', 'docker'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** One place to look in. `find` answers what to launch, or why there is nothing here. */
export type Source = { kind: SourceKind; label: string; find: () => Promise<Launch | { reason: string }> };

export type Choice = { launch: Launch; label: string; passed: string[] };

/**
 * Asks the sources one after the other and takes the first that has something; `passed` tells why the earlier ones
 * were passed over. Throws, with all reasons, when none has.
 */
export async function choose(
  what: string,
  sources: readonly Source[],
  allowed: readonly SourceKind[],
): Promise<Choice> {
  const passed: string[] = [];
  for (const { kind, label, find } of sources) {
    if (!allowed.includes(kind)) continue;
    const found = await find();
    if ('how' in found) return { launch: found, label, passed };
    passed.push(`${label}: ${found.reason}`);
  }
  throw new Error(`No ${what} was found, nor could one be installed.\n  ${passed.join('\n  ')}`);
}

/** Which kinds of source may be used: all, or those that `BACKING` lists (`BACKING=docker`, `BACKING=path,cache`). */
export function allowedKinds(backing: string | undefined): readonly SourceKind[] {
  if (!backing) return sourceKinds;
  const asked = backing.split(',').map((kind) => kind.trim());
  const unknown = asked.filter((kind) => !sourceKinds.some((known) => known === kind));
  if (unknown.length > 0)
    throw new Error(`BACKING knows ${sourceKinds.join(', ')}, not ${unknown.join(', ')}.`);
  return sourceKinds.filter((kind) => asked.includes(kind));
}
