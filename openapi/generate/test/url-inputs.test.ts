// No service fetches a URL that a client names: such a request could reach private addresses, also by a redirect. This
// finds every input of the contracts that could be a URL, so that a new one is noticed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const services = join(import.meta.dirname, '../../../services');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const URL_NAME = /ur[il]|href|link|host|address|callback|redirect|webhook/i;

interface Schema {
  readonly $ref?: string;
  readonly name?: string;
  readonly format?: string;
  readonly schema?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Schema[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

function inputsOf(contract: Contract): string[] {
  const resolve = (one: Schema): Schema => {
    if (one.$ref === undefined) return one;
    const keys = one.$ref.slice(2).split('/');
    return resolve(
      keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], contract) as Schema,
    );
  };
  const urlsIn = (schema: Schema, name: string): string[] => {
    const { format, properties = {}, items } = resolve(schema);
    const own = format?.startsWith('uri') === true || URL_NAME.test(name) ? [name] : [];
    const below = Object.entries(properties).flatMap(([key, value]) => urlsIn(value, key));
    return [...own, ...below, ...(items ? urlsIn(items, name) : [])];
  };
  const operations = Object.values(contract.paths).flatMap((path) =>
    Object.entries(path).flatMap(([method, operation]) => (METHODS.includes(method) ? [operation] : [])),
  );
  return operations.flatMap(({ operationId, parameters = [], requestBody }) => {
    const named = parameters.map(resolve).flatMap(({ name = '', schema = {} }) => urlsIn(schema, name));
    const bodies = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => urlsIn(schema, ''));
    return [...named, ...bodies].map((name) => `${operationId} ${name}`);
  });
}

t.test('the only URL that a client sends is compared with a list, and never fetched', async (t) => {
  const contracts = ['auth', 'music', 'notification'].map(
    (name) =>
      JSON.parse(readFileSync(join(services, name, 'src/generated/contract.gen.json'), 'utf8')) as Contract,
  );
  // `link` is what `downloadAlbum` and `downloadPlaylist` themselves have signed; it is no URL.
  const inputs = contracts.flatMap(inputsOf).filter((name) => !/^download\w+ link$/.test(name));
  t.same(inputs, ['startGoogle redirectUri']);
});
