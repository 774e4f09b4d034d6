import { render } from 'preact';
import { App } from './components/app.tsx';
import { signingIn } from './state/account.ts';
import { finishGoogle } from './state/google.ts';
import './style/colours.css';
import './style/page.css';
import './style/notice.css';
import './style/controls.css';
import './style/library.css';
import './style/room.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
render(<App />, root);
signingIn.run(finishGoogle);
