import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readContract } from '../contract.ts';
import { emitCollection, emitEnvironment } from '../emit-postman.ts';
import { readOperations } from '../read-operations.ts';
import { repository } from './fixture.ts';

interface Item {
  name: string;
  request: { method: string; url: { raw: string }; body?: { raw?: string } };
  event: { script: { exec: string[] } }[];
}

const services = await Promise.all(
  ['auth', 'music', 'notification'].map(async (name) => {
    const contract = await readContract(join(repository, 'openapi', `${name}.yaml`));
    return { name, contract, operations: readOperations(contract) };
  }),
);
const collection = JSON.parse(emitCollection(services)) as { item: { name: string; item: Item[] }[] };
const requests = collection.item.flatMap(({ item }) => item);

t.test('has each operation once, and deletes last what the run has created', async (t) => {
  const agreed = services.flatMap(({ name, operations }) =>
    operations.map(({ method, path }) => `${method} {{${name}Url}}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  t.same(requests.map(({ request }) => `${request.method} ${request.url.raw}`).sort(), agreed.sort());
  t.same(
    collection.item.map(({ name }) => name),
    ['auth', 'music', 'notification', 'clean up', 'by hand'],
  );
  const used = collection.item.slice(0, 3).flatMap(({ item }) => item);
  t.notOk(used.some(({ request }) => request.method === 'DELETE'));
  t.match(requests.at(-1)?.event, [], 'nothing is asserted of a request by hand');
});

t.test('bodies use what earlier answers gave', async (t) => {
  const order = requests.find(({ request }) => request.body?.raw?.includes('itemIds'));
  t.match(order?.request.body?.raw, /"revision": \{\{revision\}\},\n\s+"itemIds": \[\n\s+"\{\{itemId\}\}"/);
  const scripts = requests.flatMap(({ event }) => event.flatMap(({ script }) => script.exec)).join('\n');
  for (const name of ['accessToken', 'trackId', 'playlistId', 'itemId', 'sessionId', 'inviteCode'])
    t.match(scripts, `pm.collectionVariables.set('${name}'`);
});

t.test('the environment has the address of each service', async (t) => {
  const { values } = JSON.parse(emitEnvironment(services)) as { values: { key: string; value: string }[] };
  t.match(values, [
    { key: 'authUrl', value: 'http://localhost:4000' },
    { key: 'musicUrl', value: 'http://localhost:4001' },
    { key: 'notificationUrl', value: 'http://localhost:4002' },
    { key: 'password' },
  ]);
  const kept = join(repository, 'openapi/postman/downbeat.postman_environment.json');
  t.same((JSON.parse(await readFile(kept, 'utf8')) as { values: object[] }).values, values);
});
