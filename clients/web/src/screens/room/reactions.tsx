import type { Reaction, RoomChat } from '@downbeat/sdk/listening';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { attempt } from '../../state/notice.ts';

/** How long a count is shown after the last reaction of its kind. */
const SHOWN_MS = 3000;

const FACE = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z';
const EYES = 'M9 9.700v.6M15 9.700v.6';

/** In the order in which they are offered; drawn like the page's icons, because not every system has emoji. */
const reactions: readonly { reaction: Reaction; label: string; line: string }[] = [
  {
    reaction: 'heart',
    label: 'Heart',
    line: 'M12 20C5 15.2 3 12 3 8.800A4.8 4.8 0 0 1 12 7a4.8 4.8 0 0 1 9 1.800c0 3.2-2 6.4-9 11.200Z',
  },
  {
    reaction: 'fire',
    label: 'Fire',
    line: 'M12 21c-4 0-6.5-2.6-6.5-6.3 0-3.6 2.7-5.5 3.7-8.2.5-1.4.5-2.5.2-3.5 3.4 1.5 5.1 4.2 5.1 7 .9-.5 1.4-1.4 1.5-2.5 1.7 1.9 2.5 4.4 2.5 6.700C18.5 18.4 16 21 12 21Z',
  },
  {
    reaction: 'clap',
    label: 'Applause',
    line: 'M8 20l-3.4-4.200a2 2 0 0 1 .3-2.800L11 8M16 20l3.4-4.200a2 2 0 0 0-.3-2.800L13 8M8 20c2.5 1.3 5.5 1.3 8 0M12 2.500v2.500M7.5 4l1 2M16.5 4l-1 2',
  },
  {
    reaction: 'laugh',
    label: 'Laughter',
    line: `${FACE}${EYES}M7.5 13h9c-.4 2.7-2.2 4.2-4.5 4.200s-4.1-1.5-4.5-4.200Z`,
  },
  {
    reaction: 'wow',
    label: 'Surprise',
    line: `${FACE}${EYES}M12 13a1.8 2.2 0 1 0 0 4.4 1.8 2.2 0 0 0 0-4.400Z`,
  },
  { reaction: 'sad', label: 'Sadness', line: `${FACE}${EYES}M8.5 16.500c.8-1.4 2-2 3.5-2s2.7.6 3.5 2` },
  {
    reaction: 'wave',
    label: 'Wave',
    line: 'M7 12.500V6.800a1.3 1.3 0 0 1 2.6 0V11M9.6 11V5a1.3 1.3 0 0 1 2.6 0v6M12.2 11V5.800a1.3 1.3 0 0 1 2.6 0V12M14.8 12V8.500a1.3 1.3 0 0 1 2.6 0V15c0 3.5-2.3 6-5.5 6-2.6 0-4.2-1-5.5-3.200L4.3 14a1.4 1.4 0 0 1 2.3-1.600l.4.6',
  },
  {
    reaction: 'party',
    label: 'Party',
    line: 'M4.5 19.5 9 8l7 7-11.5 4.500ZM14 4c.8 1.5.5 3-.8 4M20 10c-1.5-.8-3-.5-4 .8M18 4v.5M20.5 15v.5M10 3.500v.5',
  },
];

type Counts = Partial<Record<Reaction, number>>;

/** Buttons to react with. How all react is shown on them for a moment. */
export function ReactionBar({ chat }: { chat: RoomChat }) {
  const counts = useRecentReactions(chat);
  return (
    <ul class="reactions" aria-label="React">
      {reactions.map(({ reaction, label, line }) => (
        <li key={reaction}>
          <button
            type="button"
            class="icon-button"
            aria-label={label}
            title={label}
            onClick={() => attempt(() => chat.react(reaction))}
          >
            <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
              <path class="icon-line" d={line} />
            </svg>
            {counts[reaction] !== undefined && <span class="reaction-count">{counts[reaction]}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How often each reaction came lately. */
function useRecentReactions(chat: RoomChat): Counts {
  const counts = useSignal<Counts>({});
  useEffect(() => {
    const timers = new Map<Reaction, ReturnType<typeof setTimeout>>();
    const forget = (reaction: Reaction): void => {
      counts.value = Object.fromEntries(Object.entries(counts.value).filter(([name]) => name !== reaction));
    };
    const stop = chat.onReactions(({ counts: told }) => {
      for (const { reaction, count } of told) {
        counts.value = { ...counts.value, [reaction]: (counts.value[reaction] ?? 0) + count };
        clearTimeout(timers.get(reaction));
        timers.set(reaction, setTimeout(forget, SHOWN_MS, reaction));
      }
    });
    return () => {
      stop();
      timers.forEach((timer) => clearTimeout(timer));
    };
  }, [chat]);
  return counts.value;
}
