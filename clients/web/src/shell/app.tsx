import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import SignIn from '../screens/sign-in.tsx';
import { user } from '../state/account.ts';
import { asked } from '../state/ask.ts';
import { chosen } from '../parts/track-menu.ts';
import { areKeysShown, listenToKeys } from '../state/shortcuts.ts';
import { lazyScreen } from '../parts/lazy.tsx';
import { Messages } from '../parts/messages.tsx';
import { Navigation } from './navigation.tsx';
import { PlayerBar } from './player-bar.tsx';
import { Screens } from './screens.tsx';

const Dialogs = lazyScreen(() => import('./dialogs.tsx'), null);
const SignUp = lazyScreen(() => import('../screens/sign-up.tsx'));
const ForgotPassword = lazyScreen(async () => ({
  default: (await import('../screens/passwords.tsx')).ForgotPassword,
}));
const ResetPassword = lazyScreen(async () => ({
  default: (await import('../screens/passwords.tsx')).ResetPassword,
}));

/** The screens without a sign-in that have an address of their own; at all others stands the sign-in. */
const outside: Readonly<Record<string, FunctionComponent>> = {
  [addresses.signUp]: SignUp,
  [addresses.forgotPassword]: ForgotPassword,
  [addresses.resetPassword]: ResetPassword,
};

/** The whole page: the navigation, one screen, and the player bar that never leaves. */
export function App() {
  const [path] = useLocation();
  useEffect(() => scrollTo(0, 0), [path]);
  useEffect(listenToKeys, []);
  const isAsking = asked.value !== null || chosen.value !== null || areKeysShown.value;
  const Outside = outside[path] ?? SignIn;
  if (user.value === null)
    return (
      <>
        <main class="outside">
          <Outside />
        </main>
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
      {isAsking && <Dialogs />}
    </>
  );
}
