// The reference of the documentation site, which is made from the source of the SDK.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { sdkPage } from '../../../docs/.vitepress/reference/sdk-page.ts';

const page = sdkPage();

/** The names in the `export { ... }` of an entry point. */
async function exportedNames(file: string): Promise<string[]> {
  const source = await readFile(join(import.meta.dirname, '../src', file), 'utf8');
  const lists = Array.from(source.matchAll(/export (?:type )?\{([^}]*)\}/g), ([, list = '']) =>
    list.split(','),
  );
  const declared = source.matchAll(/export (?:async )?(?:function|const|class|interface|type) (\w+)/g);
  lists.push(Array.from(declared, ([, name = '']) => name));
  return lists.flat().flatMap((name) => name.trim().replace(/^type /, '') || []);
}

await t.test('has every exported name of every entry point', async (t) => {
  for (const file of ['index.ts', 'listening.ts', 'react.ts', 'mock.ts', 'node/index.ts']) {
    const names = await exportedNames(file);
    t.ok(names.length > 0, file);
    // Those of the contracts are listed by name alone.
    for (const name of names) t.ok(page.includes(`### ${name} {`) || page.includes(`\`${name}\``), name);
  }
});

await t.test('has the fields of rooms, hooks and the sign-in, with what they mean', async (t) => {
  for (const line of [
    '- `playback: PlaybackStatus | null`  \n  Whether that item plays.',
    '- `get current(): StoredSession | null`  \n  The stored tokens and their user',
    '- `hasMore: boolean`',
    '- `isLoading: boolean`  \n  True until the token store has answered',
    '- `role: "owner" | "coHost" | "dj" | "listener" | "guest"`',
    '- `play(from: { queueItemId?: string; positionMs?: number } = {}): Promise<void>`',
  ])
    t.ok(page.includes(line), line);
  t.notMatch(page, /- `#|RoomStore|constructor\(options: RoomOptions\)/, 'nothing internal');
});
