import type { Artist, ArtistFollowState } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { setArtistFollowed } from '../../state/follows.ts';
import { createAction, tell } from '../../state/notice.ts';
import type { Resource } from '../../state/resource.ts';

interface Props {
  artist: Pick<Artist, 'id' | 'name'>;
  state: Resource<ArtistFollowState>;
}

export function FollowArtist({ artist: { id, name }, state }: Props) {
  const following = useMemo(createAction, []);
  if (state.data.value === null) return null;
  const { isFollowed } = state.data.value;
  const toggle = (): void =>
    following.run(async () => {
      await setArtistFollowed(id, !isFollowed);
      await state.reload();
      tell(isFollowed ? `You follow ${name} no longer.` : `You follow ${name} now.`);
    });
  return (
    <button type="button" class="button" aria-disabled={following.busy.value} onClick={toggle}>
      <Icon name={isFollowed ? 'close' : 'plus'} />
      {isFollowed ? 'Follow no longer' : 'Follow'}
    </button>
  );
}
