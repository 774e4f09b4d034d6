import type { ComponentChild } from 'preact';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { rowItems } from '../parts/download-items.ts';
import { Cover } from '../parts/cover.tsx';
import { Icon } from '../parts/icon.tsx';
import { LikeButton } from '../parts/like-button.tsx';
import { Lyrics } from '../parts/lyrics.tsx';
import { Menu } from '../parts/menu.tsx';
import { Faces } from '../parts/people.tsx';
import { PlayingOn } from '../parts/playing-on.tsx';
import { Rating } from '../parts/rating.tsx';
import { Screen, useBack } from '../parts/screen.tsx';
import { Empty } from '../parts/states.tsx';
import { Seek } from '../parts/seek.tsx';
import { MoreControls, Transport } from '../parts/transport.tsx';
import { Waveform } from '../parts/waveform.tsx';
import { lyricsOf } from '../state/lyrics.ts';
import { currentItem } from '../state/playback.ts';
import { opened, roomState } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';
import { waveformOf } from '../state/waveforms.ts';
import '../style/playing.css';

/** The cover, large, with what belongs to it. */
export default function Playing() {
  const item = currentItem.value;
  const back = useBack();
  if (item === null)
    return (
      <Screen title="Now playing" onBack={back}>
        <Empty title="Nothing plays yet">
          <p>Press play on a cover, and it is shown here.</p>
          <Link class="button button-loud" href={addresses.home}>
            Find music
          </Link>
        </Empty>
      </Screen>
    );
  const track = trackOf(item.trackId).value;
  const peaks = waveformOf(item.trackId).value;
  const lyrics = lyricsOf(item.trackId).value;
  const waveform = peaks && <Waveform peaks={peaks} />;
  return (
    <Screen title="Now playing" isTitleHidden onBack={back}>
      <div class="playing">
        <div class="playing-cover">
          <Cover track={track ?? { title: item.title, coverUrl: null }} width={640} eager />
        </div>
        <div class="playing-text">
          <h2>{item.title}</h2>
          <p class="lead">{item.artistName}</p>
          <p class="muted">{[track?.album, track?.year, track?.genre].filter(Boolean).join(' · ')}</p>
          <PhoneControls waveform={waveform} />
          {waveform !== null && (
            <div class="playing-wave">
              <Seek label="Waveform" waveform={waveform} />
            </div>
          )}
          <div class="playing-rest">
            <PlayingOn />
            <With />
            <LikeButton track={{ id: item.trackId, title: item.title }} />
            {track !== null && <Menu of={track.title} items={() => rowItems(track)} />}
          </div>
          <Rating track={{ id: item.trackId, title: item.title }} />
        </div>
        {lyrics !== null && <Lyrics key={item.trackId} lyrics={lyrics} />}
      </div>
    </Screen>
  );
}

/** On a phone this screen is the player; on all others the bar below it is. */
function PhoneControls({ waveform }: { waveform: ComponentChild }) {
  return (
    <div class="playing-controls">
      <Seek waveform={waveform} />
      <Transport />
      <div class="actions">
        <MoreControls />
      </div>
    </div>
  );
}

/** Who hears the same. */
function With() {
  const state = roomState.value;
  const session = opened.value?.session;
  if (state === null || session === undefined) return null;
  return (
    <Link class="button with" href={addresses.room(session.id)}>
      {state.memberCount > 1 ? (
        <Faces members={state.members} count={state.memberCount} />
      ) : (
        <Icon name="people" />
      )}
      {state.memberCount > 1 ? `${state.memberCount} listen to this` : 'Listen together'}
    </Link>
  );
}
