import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { AddToPlaylist } from '../parts/add-to-playlist.tsx';
import SignIn from '../screens/sign-in.tsx';
import { user } from '../state/account.ts';
import { lazyScreen } from './lazy.tsx';
import { Messages } from './messages.tsx';
import { Navigation } from './navigation.tsx';
import { PlayerBar } from './player-bar.tsx';
import { Question } from './question.tsx';
import { Screens } from './screens.tsx';
import { Shortcuts } from './shortcuts.tsx';

const SignUp = lazyScreen(() => import('../screens/sign-up.tsx'));

/** The whole page: the navigation, one screen, and the player bar that never leaves. */
export function App() {
  const [path] = useLocation();
  useEffect(() => scrollTo(0, 0), [path]);
  if (user.value === null)
    return (
      <>
        <main class="outside">{path === addresses.signUp ? <SignUp /> : <SignIn />}</main>
        <Messages />
      </>
    );
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Navigation />
      <main id="main" class="main" tabIndex={-1}>
        <Screens />
      </main>
      <div class="foot">
        <Messages />
        <PlayerBar />
      </div>
      <Question />
      <AddToPlaylist />
      <Shortcuts />
    </>
  );
}
