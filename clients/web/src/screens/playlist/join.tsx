import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Screen } from '../../parts/screen.tsx';
import { Empty } from '../../parts/states.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, tell } from '../../state/notice.ts';

const codeOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get('list') ?? '';

/** The code in the address; a second link that is opened in the same tab changes no more than that. */
function useCode(): string {
  const code = useSignal(codeOf(location.hash));
  useEffect(() => {
    const read = (): void => void (code.value = codeOf(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return code.value;
}

/** What an invite link of a playlist leads to. */
export default function JoinPlaylist() {
  const joining = useMemo(createAction, []);
  const [, navigate] = useLocation();
  const inviteCode = useCode();
  const join = (): void =>
    joining.run(async () => {
      const library = await loadLibrary();
      const { id, name } = await library.joinPlaylist({ inviteCode });
      tell(`${name} is among your playlists now.`);
      navigate(addresses.playlist(id), { replace: true });
    });
  if (inviteCode === '')
    return (
      <Screen title="Shared playlist">
        <Empty title="This link has no code">
          <p>Ask for the link again.</p>
          <Link class="button" href={addresses.playlists}>
            Your playlists
          </Link>
        </Empty>
      </Screen>
    );
  return (
    <Screen title="You are invited to a playlist">
      <p>It will be among your playlists. You can leave it at any time.</p>
      <div class="actions">
        <button type="button" class="button button-loud" aria-disabled={joining.busy.value} onClick={join}>
          Join the playlist
        </button>
      </div>
    </Screen>
  );
}
