import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import type { Operation } from '../../src/http/types.ts';
import { describeCodes } from '../../src/http/docs-contract.ts';
import contract from './contract.json' with { type: 'json' };
import { build, config } from './fixture.ts';

interface Served {
  servers: object[];
}

const start = (tap: Test) => build(tap, {}, () => undefined);

void t.test('the hand-written contract is served as it is, in JSON and in YAML', async (t) => {
  const app = await start(t);
  const json = await app.inject('/openapi.json');
  t.equal(json.headers['content-type'], 'application/json; charset=utf-8');
  t.strictSame(json.json(), contract);
  const yaml = await app.inject('/openapi.yaml');
  t.equal(yaml.headers['content-type'], 'application/yaml; charset=utf-8');
  t.equal(
    yaml.body,
    [
      'openapi: 3.1.0',
      'info:',
      '  title: Downbeat test',
      '  version: 1.0.0',
      'paths:',
      '  /healthz:',
      '    get:',
      '      operationId: getHealth',
      '      responses:',
      '        "200":',
      '          description: Alive.',
      '',
    ].join('\n'),
  );
  const again = await app.inject({
    url: '/openapi.json',
    headers: { 'if-none-match': String(json.headers.etag) },
  });
  t.equal(again.statusCode, 304);
});

void t.test('the served contract has the address of the installation, and / leads to the docs', async (t) => {
  const options = { config: { ...config, PUBLIC_URL: 'https://api.example.com/music', PORT: 4001 } };
  const app = await build(t, {}, () => undefined, options);
  const here = { url: 'https://api.example.com/music', description: 'This installation' };
  t.strictSame((await app.inject('/openapi.json')).json<Served>().servers, [here]);
  t.match((await app.inject('/openapi.yaml')).body, 'https://api.example.com/music');
  const shown = (await app.inject('/docs/openapi.json')).json<Served>();
  t.strictSame(shown.servers, [{ url: '/', description: 'Where this page came from' }, here]);
  const local = await build(t, {}, () => undefined, { config: { ...config, PORT: 4001 } });
  t.match((await local.inject('/openapi.json')).json<Served>().servers, [{ url: 'http://localhost:4001' }]);
  const root = await app.inject('/');
  t.equal(root.statusCode, 302);
  t.equal(root.headers.location, 'docs', 'relative, for a proxy with a path');
});

void t.test('documents beside the contract are served as they are', async (t) => {
  const operation = (operationId: string, url: string): Operation => ({
    method: 'GET',
    url,
    config: { operationId, security: [] },
    schema: { operationId },
  });
  const operations = {
    getAsyncapiYaml: operation('getAsyncapiYaml', '/asyncapi.yaml'),
    getListeningYaml: operation('getListeningYaml', '/listening.yaml'),
  };
  const file = new URL('../../src/generated/asyncapi.gen.yaml', import.meta.url);
  const app = await build(t, operations, () => undefined, { documents: { getListeningYaml: file } });
  for (const url of ['/asyncapi.yaml', '/listening.yaml']) {
    const reply = await app.inject(url);
    t.equal(reply.headers['content-type'], 'application/yaml; charset=utf-8');
    t.equal(reply.body, await readFile(file, 'utf8'));
  }
});

void t.test('the shown contract describes the error codes of an operation', async (t) => {
  const app = await start(t);
  const shown = await app.inject('/docs/openapi.json');
  t.equal(shown.headers['content-type'], 'application/json; charset=utf-8');
  const servers = [{ url: '/', description: 'Where this page came from' }];
  t.strictSame(shown.json(), { ...contract, servers }, 'nothing else is changed');
  const operation = { operationId: 'x', responses: {} };
  const paths = {
    '/x': {
      parameters: [],
      get: { ...operation, 'x-codes': ['FORBIDDEN', 'TOO_SHY'] },
      put: { ...operation, description: 'Puts.', 'x-codes': ['FORBIDDEN'] },
      post: operation,
    },
  };
  const { parameters, get, put, post } = describeCodes({ paths }).paths['/x'];
  t.strictSame(
    [parameters, get, put, post],
    [
      [],
      { ...paths['/x'].get, description: 'Refused with one of the codes `FORBIDDEN`, `TOO_SHY`.' },
      { ...paths['/x'].put, description: 'Puts.\n\nRefused with one of the codes `FORBIDDEN`.' },
      operation,
    ],
  );
});

void t.test('the shown contract describes the close codes of a socket', async (t) => {
  const closeCodes = {
    away: { code: 1001, reason: 'The server goes away', reconnect: true },
    full: { code: 4007, reason: 'Full', reconnect: false },
  };
  const words = [
    '| closed with | reason | connect again |',
    '| --- | --- | --- |',
    '| 1001 | The server goes away | yes |',
    '| 4007 | Full | no |',
  ].join('\n');
  const upgraded = { description: 'Upgraded.', 'x-close-codes': closeCodes };
  const described = (get: object, components = {}) =>
    describeCodes({ paths: { '/socket': { get } }, components }).paths['/socket'].get;
  const own = { description: 'Opens.', responses: { 101: upgraded } };
  t.strictSame(described(own), { ...own, description: `Opens.\n\n${words}` });
  const drawnIn = { responses: { 101: { $ref: '#/components/responses/Upgraded' } }, 'x-codes': ['GONE'] };
  t.strictSame(described(drawnIn, { responses: { Upgraded: upgraded } }), {
    ...drawnIn,
    description: `Refused with one of the codes \`GONE\`.\n\n${words}`,
  });
});

void t.test('the docs page works without any other host', async (t) => {
  const app = await start(t);
  const page = await app.inject('/docs');
  t.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  t.match(page.body, /<title>Downbeat test<\/title>/);
  t.notMatch(page.body, /https?:\/\//, 'nothing on the page points elsewhere');
  t.match(page.body, /"url": "docs\/openapi\.json"/);

  const source = /<script src="([^"]+)">/.exec(page.body)?.[1] ?? '';
  const url = new URL(source, 'http://localhost/docs').pathname;
  const script = await app.inject(url);
  t.equal(script.statusCode, 200);
  t.match(script.headers, { 'content-type': 'text/javascript; charset=utf-8', 'content-encoding': 'gzip' });
  t.ok(gunzipSync(script.rawPayload).length > 1_000_000, 'the whole script is ours');

  const folder = await app.inject('/docs/');
  t.equal(folder.statusCode, 301);
  t.equal(folder.headers.location, '../docs');
});

void t.test('the page’s policy allows its own scripts and no other host', async (t) => {
  const app = await start(t);
  const page = await app.inject('/docs');
  const policy = String(page.headers['content-security-policy']);
  const inline = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(page.body)?.[1] ?? '';
  const hash = createHash('sha256').update(inline).digest('base64');
  t.ok(policy.includes(`script-src 'self' 'sha256-${hash}'`));
  t.notMatch(policy, /https?:|\*|unsafe-eval/);
  t.notMatch(policy, /script-src[^;]*unsafe-inline/);
});
