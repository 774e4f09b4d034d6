// The members of a room beyond the first ones, which its state names. Loaded with the screen of a room.
import type { Member } from '@downbeat/sdk';
import { computed, signal } from '@preact/signals';
import { downbeat, user } from './account.ts';
import { addPage, type LoadPage, type Pages } from './pages.ts';
import { opened } from './room.ts';

/** Joins and departures of so long lead to one reading of what is shown. */
const REFRESH_MS = 1_000;
/** The most that one page has. */
const LARGEST_PAGE = 100;

/** Of the present room only. */
const pages = signal<Pages<Member> | null>(null);
let refreshing: ReturnType<typeof setTimeout> | undefined;

/** Another room has other members, and another user may not see them. */
const reader = computed(() => [user.value?.id, opened.value?.session.id].join());
reader.subscribe(forgetMore);

const load: LoadPage<Member> = (page) =>
  downbeat.music.listMembers({ sessionId: opened.value?.session.id ?? '', ...page });

/** Whether there may be members that are not shown yet. */
export const hasMore = computed(() => pages.value === null || pages.value.nextCursor !== null);

/** The first members, and after them those that were loaded. */
export function withMore(first: readonly Member[]): readonly Member[] {
  const ids = new Set(first.map(({ memberId }) => memberId));
  return [...first, ...(pages.value?.items ?? []).filter(({ memberId }) => !ids.has(memberId))];
}

export function forgetMore(): void {
  clearTimeout(refreshing);
  refreshing = undefined;
  pages.value = null;
}

export async function loadMore(): Promise<void> {
  if (pages.value !== null) return addPage(pages, load);
  const asked = reader.value;
  const first = await load({ limit: LARGEST_PAGE });
  if (reader.value === asked) pages.value = first;
}

/** Reads the loaded members again soon: some have come or gone, or have another role. */
export function refreshMore(): void {
  if (pages.value === null) return;
  refreshing ??= setTimeout(() => {
    refreshing = undefined;
    // What is shown stays when it cannot be read.
    readAgain().catch(() => undefined);
  }, REFRESH_MS);
}

async function readAgain(): Promise<void> {
  const shown = pages.value;
  if (shown === null) return;
  const items: Member[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && items.length < shown.items.length) {
    const page = await load({ limit: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  if (pages.value === shown) pages.value = { items, nextCursor: cursor ?? null };
}
