import type { RoomState } from '@downbeat/sdk';
import { isAlone } from '../../permissions.ts';
import { Icon } from '../../parts/icon.tsx';
import { hasNext } from '../../state/playback.ts';
import { createAction } from '../../state/notice.ts';
import { can, opened } from '../../state/room.ts';

const voting = createAction();

/** The vote to skip what plays, for members who may not skip it themselves; to those who may, how many want it. */
export function SkipVote({ state }: { state: RoomState }) {
  const { skipVotes, playback } = state;
  if (playback !== 'playing' || isAlone(state) || !hasNext.value) return null;
  const votes = skipVotes !== null && skipVotes.count > 0 ? skipVotes : null;
  if (can('vote') && !can('playback')) return <VoteButton votes={votes} />;
  return votes && <p class="muted" role="status">{`To skip this: ${textOf(votes)} votes`}</p>;
}

type Votes = NonNullable<RoomState['skipVotes']>;

const textOf = ({ count, needed }: Votes): string => `${count} of ${needed}`;

function VoteButton({ votes }: { votes: Votes | null }) {
  const hasVoted = votes?.hasVoted === true;
  const toggle = (): void =>
    voting.run(async () => {
      const room = opened.value?.room;
      await (hasVoted ? room?.withdrawSkipVote() : room?.voteToSkip());
    });
  return (
    <button
      type="button"
      class="button skip-vote"
      aria-pressed={hasVoted}
      aria-disabled={voting.busy.value}
      onClick={toggle}
    >
      <Icon name="next" />
      {votes === null ? 'Skip?' : `Skip? ${textOf(votes)}`}
    </button>
  );
}
