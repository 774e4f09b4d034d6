import type { Track } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { rowItems } from '../../parts/download-items.ts';
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
import { visibilities } from './edit-fields.tsx';
import { EditLyrics } from './edit-lyrics.tsx';
import { EditSeveral } from './edit-several.tsx';
import { EditTrack } from './edit-track.tsx';
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
  const isChoosing = useSignal(false);
  useEffect(() => void tracks.reload(), [stored.value]);
  return (
    <section class="section" aria-labelledby="own-tracks">
      <div class="section-head">
        <h2 id="own-tracks">Your tracks</h2>
        {!isChoosing.value && (tracks.data.value?.length ?? 0) > 1 && (
          <button type="button" class="button" onClick={() => (isChoosing.value = true)}>
            Edit several
          </button>
        )}
      </div>
      <Loaded of={tracks} skeleton={<SkeletonRows count={3} />}>
        {(items) =>
          items.length === 0 ? (
            <p class="muted">What you upload will be here.</p>
          ) : isChoosing.value ? (
            <EditSeveral
              tracks={items}
              onDone={() => (isChoosing.value = false)}
              onSaved={() => tracks.reload()}
            />
          ) : (
            <TrackRows tracks={items} onChanged={() => tracks.reload()} />
          )
        }
      </Loaded>
    </section>
  );
}

interface RowsProps {
  tracks: readonly Track[];
  onChanged: () => Promise<void>;
}

function TrackRows({ tracks, onChanged }: RowsProps) {
  /** The track whose figures are shown, and the one that is edited. */
  const shown = useSignal<Track | null>(null);
  const edited = useSignal<Track | null>(null);
  /** The one whose lyrics are written. */
  const sung = useSignal<Track | null>(null);
  const remove = (track: Track): void =>
    attempt(async () => {
      const text = 'It disappears from all playlists. This cannot be undone.';
      if (!(await ask({ title: `Delete ${track.title}?`, text, yes: 'Delete', isFinal: true }))) return;
      await downbeat.music.deleteTrack({ trackId: track.id });
      tell(`${track.title} is deleted.`);
      await onChanged();
    });
  return (
    <>
      <p class="muted">{countText(tracks.length, 'track')}</p>
      <ul class="rows">
        {tracks.map((track, index) => (
          <li key={track.id}>
            <TrackRow
              track={track}
              onPlay={() => playTracks(tracks, index)}
              note={<TrackNote track={track} />}
              menu={() => [
                ...rowItems(track),
                { label: 'Edit', icon: 'pencil', run: () => (edited.value = track) },
                { label: 'Lyrics', icon: 'lyrics', run: () => (sung.value = track) },
                { label: 'Figures', icon: 'figures', run: () => (shown.value = track) },
                { label: 'Delete', icon: 'trash', isFinal: true, run: () => remove(track) },
              ]}
            />
          </li>
        ))}
      </ul>
      {shown.value !== null && <Figures track={shown.value} onClose={() => (shown.value = null)} />}
      {sung.value !== null && <EditLyrics track={sung.value} onClose={() => (sung.value = null)} />}
      {edited.value !== null && (
        <EditTrack track={edited.value} onClose={() => (edited.value = null)} onSaved={onChanged} />
      )}
    </>
  );
}

/** Who sees a track that is not public, and how often others have played it, once that is known. */
function TrackNote({ track }: { track: Pick<Track, 'id' | 'visibility'> }) {
  const plays = stateOf(track.id).value?.plays;
  const [state] = visibilities[track.visibility];
  const notes = [
    ...(track.visibility === 'public' ? [] : [state]),
    ...(plays === undefined ? [] : [countText(plays, 'play')]),
  ];
  return <>{notes.join(' · ')}</>;
}
