import { AddToPlaylist } from './add-to-playlist.tsx';
import { Keys } from './keys.tsx';
import { Question } from './question.tsx';

/** The dialogs that can be opened on every screen. */
export default function Dialogs() {
  return (
    <>
      <Question />
      <AddToPlaylist />
      <Keys />
    </>
  );
}
