import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { screenTitle } from '../state/title.ts';
import { IconButton } from './icon-button.tsx';

interface Props {
  title: string;
  /** What stands beside the title, e.g. the action of the screen. */
  aside?: ComponentChildren;
  /** Screens that show the title in another way hide this one from eyes only. */
  isTitleHidden?: boolean;
  /** Leads out of a screen that no tab of a phone leads to. */
  onBack?: () => void;
  children: ComponentChildren;
}

/** A screen with its title. The title gets the focus when the user came by a link, so that screen readers read on there. */
export function Screen({ title, aside, isTitleHidden = false, onBack, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    screenTitle.value = title;
  }, [title]);
  return (
    <div class="screen">
      {onBack !== undefined && <IconButton class="back" icon="back" label="Back" onClick={onBack} />}
      <header class={isTitleHidden ? 'screen-head unseen' : 'screen-head'}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </header>
      {children}
    </div>
  );
}

/** Whether this page has shown another screen before: at the first one the focus stays at the top. */
let screens = 0;
function hasNavigated(): boolean {
  screens += 1;
  return screens > 1;
}

/** Goes back to the screen before; home when this page has shown no other. */
export function useBack(): () => void {
  const [, navigate] = useLocation();
  return () => (screens > 1 ? history.back() : navigate(addresses.home));
}
