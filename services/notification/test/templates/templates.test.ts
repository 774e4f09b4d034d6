import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { renderTemplate } from '../../src/templates/templates.ts';

const values = {
  recipient: 'ada@example.com',
  webOrigin: 'https://listen.example',
  name: 'Ada',
  artist: false,
};
const codeValues = { ...values, code: '123456', validUntil: '23 November 2026 at 16:05 UTC' };

const linksOf = (html: string) => [...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url);

t.test('what is committed is what the sources give', async (t) => {
  const script = new URL('../../scripts/build-templates.ts', import.meta.url).pathname;
  await t.resolves(promisify(execFile)(process.execPath, [script, '--check']));
});

t.test('a value that a template wants and nobody gave is an error', async (t) => {
  t.throws(() => renderTemplate('verify-email', values), /"code" not defined/);
});

t.test('a name is escaped in HTML and stays as it is in the text', async (t) => {
  const name = '<img src=x onerror=alert(1)>"&\'';
  const { html, text } = renderTemplate('welcome', { ...values, name });
  t.notMatch(html, '<img');
  t.match(html, 'Welcome, &lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;&quot;&amp;&#x27;');
  t.match(text, `Welcome, ${name}`);
});

t.test('a name that is a template is no template', async (t) => {
  const { text } = renderTemplate('verify-email', { ...codeValues, name: '{{code}}' });
  t.match(text, 'Hello, {{code}}');
});

t.test('links lead to the configured origin only', async (t) => {
  for (const { html, text } of [
    renderTemplate('welcome', values),
    renderTemplate('verify-email', codeValues),
  ]) {
    t.strictSame([...new Set(linksOf(html))], ['https://listen.example/']);
    t.strictSame([...new Set(text.match(/https?:\/\/\S+/g))], ['https://listen.example/']);
  }
});

t.test('the text part of the welcome', async (t) => {
  t.strictSame(renderTemplate('welcome', values).text.split('\n').slice(0, 5), [
    'Welcome, Ada',
    '',
    'Your account is ready. Open a session, invite somebody, and hear the same beat at the same moment.',
    '',
    'Open Downbeat: https://listen.example/',
  ]);
  t.match(renderTemplate('welcome', { ...values, artist: true }).text, 'Your artist account is ready.');
  t.match(renderTemplate('welcome', { ...values, name: null }).text, /^Welcome\n/);
});

t.test('the code stands in both parts and not in the subject', async (t) => {
  const { subject, html, text } = renderTemplate('verify-email', codeValues);
  t.equal(subject, 'Your Downbeat code');
  t.match(html, />123456</);
  t.match(text, '\n    123456\n');
  t.match(text, 'until 23 November 2026 at 16:05 UTC');
});
