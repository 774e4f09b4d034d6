/** The items in the order of `ids`; null unless `ids` names every item exactly once. */
export function reordered<T extends { id: string }>(items: readonly T[], ids: readonly string[]): T[] | null {
  const byId = new Map(items.map((item) => [item.id, item]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const complete = new Set(ids).size === ids.length && ordered.length === items.length;
  return complete && ids.length === items.length ? ordered : null;
}
