import type { ShownSuggestion } from '@downbeat/sdk/together';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { user } from '../../state/account.ts';
import { createAction, type Action } from '../../state/notice.ts';
import { can } from '../../state/room.ts';
import { accept, decline, suggestions, toggleVote, withdraw } from '../../state/suggestions.ts';

/** What members want to hear, the most votes first. */
export default function Suggestions() {
  const items = suggestions.value;
  const list = useRef<HTMLUListElement>(null);
  const focused = list.current?.contains(document.activeElement) ? document.activeElement : null;
  // A row that is put elsewhere, because of votes, loses the focus.
  useLayoutEffect(() => {
    if (focused?.isConnected && focused !== document.activeElement)
      (focused as HTMLElement).focus({ preventScroll: true });
  }, [items]);
  if (items.length === 0) return null;
  return (
    <section class="section" aria-labelledby="suggestions">
      <h2 id="suggestions">Suggested</h2>
      <ul class="rows" ref={list} aria-label="Suggestions">
        {items.map((item) => (
          <SuggestionRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function SuggestionRow({ item }: { item: ShownSuggestion }) {
  const { userId, title, artistName, displayName } = item;
  const by = userId === user.value?.id ? 'you' : displayName;
  const action = useMemo(createAction, []);
  const menu = menuOf(item, action);
  return (
    <li class="suggestion">
      <span class="row-text">
        <strong>{title}</strong>
        <span class="muted">
          {artistName}, suggested by {by}
        </span>
      </span>
      <Votes item={item} action={action} />
      {menu.length > 0 && <Menu of={title} items={() => menu} />}
    </li>
  );
}

/** Votes for a suggestion; for members who may not vote, how many there are. */
function Votes({ item, action }: { item: ShownSuggestion; action: Action }) {
  const { title, votes, hasVoted } = item;
  if (!can('vote')) return <span class="muted">{countText(votes, 'vote')}</span>;
  return (
    <button
      type="button"
      class="button vote"
      aria-label={`Vote for ${title}: ${countText(votes, 'vote')}`}
      aria-pressed={hasVoted}
      aria-disabled={action.busy.value}
      onClick={() => toggleVote(action, item)}
    >
      <Icon name="up" />
      {votes}
    </button>
  );
}

/** The row goes, and the focus would go with it. */
const andGo = (run: () => void) => (): void => {
  run();
  document.querySelector('h1')?.focus({ preventScroll: true });
};

function menuOf(item: ShownSuggestion, action: Action): readonly MenuItem[] {
  const isOwn = item.userId === user.value?.id;
  const mayDecline = !isOwn && (can('add') || can('reorder'));
  return [
    ...(can('add')
      ? ([
          { label: 'Play next in the room', icon: 'list', run: andGo(() => accept(action, item, 'next')) },
          { label: 'Add to the room’s queue', icon: 'plus', run: andGo(() => accept(action, item, 'end')) },
        ] as const)
      : []),
    ...(mayDecline
      ? [{ label: 'Decline', icon: 'close', run: andGo(() => decline(action, item)) } as const]
      : []),
    ...(isOwn
      ? [{ label: 'Withdraw', icon: 'close', run: andGo(() => withdraw(action, item)) } as const]
      : []),
  ];
}
