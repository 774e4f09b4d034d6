import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { chooseOutput } from './output-items.ts';
import { canPlayHere, choosing, isChoice, playHere, playingOnText } from '../state/outputs.ts';
import { opened } from '../state/room.ts';
import { Icon } from './icon.tsx';
import { MenuList } from './menu.tsx';
import '../style/outputs.css';

/** Where it plays, with a menu of the devices; nothing where there is only this one. */
export function PlayingOn() {
  const id = useId();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  if (!isChoice.value) return null;
  const text = playingOnText.value;
  return (
    <div class="playing-on">
      {canPlayHere.value && <PlayHere />}
      <button
        ref={button}
        type="button"
        class="button"
        title={text}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        onPointerDown={() => (wasOpen.current = open.value)}
        onClick={() => {
          prepare();
          open.value = !open.value && !wasOpen.current;
          wasOpen.current = false;
        }}
      >
        <Icon name="volume" />
        <span class="playing-on-text">{text}</span>
      </button>
      {open.value && (
        <MenuList
          id={id}
          of="Playing on"
          items={chooseOutput()}
          anchor={button.current}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </div>
  );
}

function PlayHere() {
  return (
    <button
      type="button"
      class="button button-loud"
      aria-disabled={choosing.busy.value}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={playHere}
    >
      Play here
    </button>
  );
}

/** Loads what plays before it is asked for, so that the sound moves at once. */
function prepare(): void {
  if (canPlayHere.value) opened.value?.room.prepare().catch(() => undefined);
}
