import { render } from 'preact';
import { App } from './components/app.tsx';
import { finishGoogle, signingIn } from './state/account.ts';
import './style/page.css';
import './style/controls.css';
import './style/library.css';
import './style/room.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
render(<App />, root);
signingIn.run(finishGoogle);
