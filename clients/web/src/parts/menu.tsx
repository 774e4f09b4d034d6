import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  label: string;
  icon: IconName;
  run: () => void;
  disabled?: boolean;
  /** Whether it cannot be undone. */
  isFinal?: boolean;
}

interface Props {
  /** What the menu belongs to, e.g. the title of a track. */
  of: string;
  items: () => readonly MenuItem[];
}

/** From the edge of the window. */
const MARGIN_PX = 8;

/** A button with a menu: the browser's popover, with the keys of the WAI-ARIA menu pattern. */
export function Menu({ of, items }: Props) {
  const id = useId();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  // A press on the button closes the popover before the click comes, which must not open it again.
  const wasOpen = useRef(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={`More for ${of}`}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        onPointerDown={() => (wasOpen.current = open.value)}
        onClick={() => {
          open.value = !open.value && !wasOpen.current;
          wasOpen.current = false;
        }}
      >
        <Icon name="more" />
      </button>
      {open.value && (
        <MenuList
          id={id}
          of={of}
          items={items()}
          anchor={button.current}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

interface ListProps {
  id: string;
  of: string;
  items: readonly MenuItem[];
  anchor: HTMLElement | null;
  onClose: () => void;
}

/** The list of a menu, beside its button. */
export function MenuList({ id, of, items, anchor, onClose }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.current === null || anchor === null) return;
    list.current.showPopover();
    place(list.current, anchor);
    list.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, []);
  const closeTo = (): void => {
    onClose();
    anchor?.focus();
  };
  return (
    <div
      ref={list}
      id={id}
      class="menu"
      role="menu"
      aria-label={of}
      popover="auto"
      onToggle={(event) => (event as ToggleEvent).newState === 'closed' && onClose()}
      onKeyDown={(event) => moveFocus(event, closeTo)}
    >
      {items.map(({ label, icon, run, disabled, isFinal }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          class={isFinal === true ? 'menu-final' : undefined}
          tabIndex={-1}
          aria-disabled={disabled}
          onClick={() => {
            if (disabled === true) return;
            closeTo();
            run();
          }}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </div>
  );
}

/** Below its button, or above it when there is no room. */
function place(list: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.max(MARGIN_PX, Math.min(at.right - width, innerWidth - width - MARGIN_PX));
  const below = at.bottom + height + MARGIN_PX < innerHeight;
  Object.assign(list.style, {
    left: `${left}px`,
    top: `${below ? at.bottom : Math.max(MARGIN_PX, at.top - height)}px`,
  });
}

function moveFocus(event: KeyboardEvent, close: () => void): void {
  const entries = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=menuitem]')];
  const index = entries.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    Home: 0,
    End: entries.length - 1,
  };
  const target = steps[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    close();
  } else if (target !== undefined) {
    event.preventDefault();
    entries.at(target % entries.length)?.focus();
  }
  event.stopPropagation();
}
