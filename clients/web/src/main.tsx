import '@fontsource/familjen-grotesk/latin-600.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './shell/app.tsx';
import { finishGoogle, signingIn } from './state/account.ts';
import { readInvitation } from './state/invitation.ts';
import { keepPage } from './state/new-version.ts';
import { opened } from './state/room.ts';
import { startTitle } from './state/title.ts';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/controls.css';
import './style/lists.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
readInvitation();
startTitle();
// Without what index.html shows until now: Preact leaves it below the page.
root.replaceChildren();
render(<App />, root);
signingIn.run(finishGoogle);
void keepPage();
// What follows the music is not part of the first screen.
effect(() => {
  if (opened.value !== null) void import('./now-playing/start.ts');
});
