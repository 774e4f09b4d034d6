import type { Track } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { trackItems } from '../../parts/track-menu.ts';
import { Screen, useBack } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { TrackRow } from '../../parts/track-row.tsx';
import { downbeat, user } from '../../state/account.ts';
import { ask } from '../../state/ask.ts';
import { attempt, tell } from '../../state/notice.ts';
import { stateOf } from '../../state/likes.ts';
import { playTracks } from '../../state/playback.ts';
import { useResource } from '../../state/resource.ts';
import { rememberTracks } from '../../state/tracks.ts';
import { stored } from '../../state/uploads.ts';
import { Figures } from './figures.tsx';
import { UploadArea } from './upload-area.tsx';
import '../../style/studio.css';

export default function Studio() {
  const isArtist = user.value?.role === 'artist';
  return (
    <Screen title="Studio" onBack={useBack()}>
      {isArtist ? (
        <>
          <UploadArea />
          <OwnTracks />
        </>
      ) : (
        <Empty title="The studio is for artists">
          <p>Make an account with “I make music” to upload tracks.</p>
          <Link class="button" href={addresses.home}>
            Go home
          </Link>
        </Empty>
      )}
    </Screen>
  );
}

async function ownTracks(): Promise<readonly Track[]> {
  const own: Track[] = [];
  const artistId = user.value?.id;
  if (artistId === undefined) return own;
  for await (const track of downbeat.music.listTracks({ limit: 100, artistId })) own.push(track);
  rememberTracks(own);
  return own;
}

function OwnTracks() {
  const tracks = useResource('studio', ownTracks);
  /** The track whose figures are shown. */
  const shown = useSignal<Track | null>(null);
  useEffect(() => void tracks.reload(), [stored.value]);
  const remove = (track: Track): void =>
    attempt(async () => {
      const text = 'It disappears from all playlists. This cannot be undone.';
      if (!(await ask({ title: `Delete ${track.title}?`, text, yes: 'Delete', isFinal: true }))) return;
      await downbeat.music.deleteTrack({ trackId: track.id });
      tell(`${track.title} is deleted.`);
      await tracks.reload();
    });
  return (
    <section class="section" aria-labelledby="own-tracks">
      <div class="section-head">
        <h2 id="own-tracks">Your tracks</h2>
      </div>
      <Loaded of={tracks} skeleton={<SkeletonRows count={3} />}>
        {(items) =>
          items.length === 0 ? (
            <p class="muted">What you upload will be here.</p>
          ) : (
            <>
              <p class="muted">{countText(items.length, 'track')}</p>
              <ul class="rows">
                {items.map((track, index) => (
                  <li key={track.id}>
                    <TrackRow
                      track={track}
                      onPlay={() => playTracks(items, index)}
                      note={<PlayCount track={track} />}
                      menu={() => [
                        ...trackItems(track),
                        { label: 'Figures', icon: 'figures', run: () => (shown.value = track) },
                        { label: 'Delete', icon: 'trash', isFinal: true, run: () => remove(track) },
                      ]}
                    />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {shown.value !== null && <Figures track={shown.value} onClose={() => (shown.value = null)} />}
    </section>
  );
}

/** How often others have played a track; nothing until it is known. */
function PlayCount({ track }: { track: Pick<Track, 'id'> }) {
  const plays = stateOf(track.id).value?.plays;
  return <>{plays === undefined ? '' : countText(plays, 'play')}</>;
}
