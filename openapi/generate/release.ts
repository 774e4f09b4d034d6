// `npm run release -w openapi` writes what clients of this release rely on. A test compares the contracts with it from then on.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readPublicApi } from './public-api.ts';

const contracts = resolve(import.meta.dirname, '..');
const file = join(contracts, 'released.json');
const sdk = await readFile(join(contracts, '../clients/sdk/package.json'), 'utf8');
const { version } = JSON.parse(sdk) as { version: string };
const text = JSON.stringify({ version, api: await readPublicApi(contracts) });
await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
