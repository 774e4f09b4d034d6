import type { Signal } from '@preact/signals';

const PAGE = 50;

/** The pages of a list that were loaded. */
export interface Pages<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

/** Loads the page at a cursor, or the first one. */
export type LoadPage<Item> = (page: { limit: number; cursor?: string }) => Promise<{
  items: Item[];
  nextCursor: string | null;
}>;

export const firstPage = <Item>(load: LoadPage<Item>): Promise<Pages<Item>> => load({ limit: PAGE });

/** Adds the next page to what is shown, unless that has changed since. */
export async function addPage<Item>(data: Signal<Pages<Item> | null>, load: LoadPage<Item>): Promise<void> {
  const shown = data.value;
  if (shown === null || shown.nextCursor === null) return;
  const { items, nextCursor } = await load({ limit: PAGE, cursor: shown.nextCursor });
  if (data.value === shown) data.value = { items: [...shown.items, ...items], nextCursor };
}
