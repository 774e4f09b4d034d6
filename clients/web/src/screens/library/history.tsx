import type { HistoryEntry } from '@downbeat/sdk';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { agoText } from '../../format.ts';
import { rowItems } from '../../parts/download-items.ts';
import { Cover } from '../../parts/cover.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { More } from '../../parts/more.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { PlayCover } from '../../parts/track-row.tsx';
import { ask } from '../../state/ask.ts';
import { loadLibrary } from '../../state/music-library.ts';
import { attempt, tell } from '../../state/notice.ts';
import { currentItem, playTracks } from '../../state/playback.ts';
import type { Pages } from '../../state/pages.ts';
import { moreHistory, useHistory } from '../../state/played.ts';
import type { Resource } from '../../state/resource.ts';

/** Every play of the user, newest first. */
export function History() {
  const history = useHistory();
  const [, navigate] = useLocation();
  const clear = async (): Promise<void> => {
    const text = 'Also the lists of what you have played last and most. This cannot be undone.';
    if (!(await ask({ title: 'Clear your history?', text, yes: 'Clear', isFinal: true }))) return;
    await (await loadLibrary()).clearHistory();
    tell('Your history is cleared.');
    await history.reload();
  };
  const isEmpty = history.data.value?.items.length === 0;
  const clearButton = (
    <button type="button" class="button" onClick={() => attempt(clear)}>
      <Icon name="trash" />
      Clear
    </button>
  );
  return (
    <Screen title="History" aside={isEmpty ? undefined : clearButton} onBack={() => navigate(addresses.home)}>
      <Loaded of={history} skeleton={<SkeletonRows count={6} />}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title="What you play will be here">
              <p>A track counts when you have heard half of it, or four minutes.</p>
            </Empty>
          ) : (
            <>
              <ul class="rows" aria-label="Plays">
                {items.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} history={history} />
                ))}
              </ul>
              {nextCursor !== null && <More onMore={() => moreHistory(history)} />}
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

interface EntryProps {
  entry: HistoryEntry;
  history: Resource<Pages<HistoryEntry>>;
}

function EntryRow({ entry, history }: EntryProps) {
  const { id, track, title, artistName, startedAt } = entry;
  const remove = async (): Promise<void> => {
    await (await loadLibrary()).deleteHistoryEntry({ playId: id });
    const { value: shown } = history.data;
    if (shown !== null)
      history.data.value = { ...shown, items: shown.items.filter((other) => other.id !== id) };
  };
  const items = (): readonly MenuItem[] => [
    ...(track === null ? [] : rowItems(track)),
    { label: 'Remove from history', icon: 'trash', run: () => attempt(remove) },
  ];
  return (
    <li class="row">
      {track === null ? (
        <span class="row-cover">
          <Cover track={{ title, coverUrl: null }} />
        </span>
      ) : (
        <PlayCover
          track={track}
          isCurrent={currentItem.value?.trackId === track.id}
          onPlay={() => playTracks([track], 0)}
        />
      )}
      <span class="row-text">
        <strong>{title}</strong>
        <span class="muted">{track === null ? `${artistName} · deleted` : artistName}</span>
      </span>
      <span class="row-time">{agoText(Date.now() - Date.parse(startedAt))}</span>
      <Menu of={title} items={items} />
    </li>
  );
}
