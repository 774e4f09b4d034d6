import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { screenTitle } from '../state/title.ts';

interface Props {
  title: string;
  /** What stands beside the title, e.g. the action of the screen. */
  aside?: ComponentChildren;
  /** Screens that show the title in another way hide this one from eyes only. */
  isTitleHidden?: boolean;
  children: ComponentChildren;
}

/** A screen with its title. The title gets the focus when the user came by a link, so that screen readers read on there. */
export function Screen({ title, aside, isTitleHidden = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    screenTitle.value = title;
  }, [title]);
  return (
    <div class="screen">
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
