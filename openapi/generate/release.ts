// `npm run release -w openapi` writes what clients of this release rely on, and its commit. Tests compare the contracts with it
// from then on, and run the SDK of that commit against the services of today.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readPublicApi } from './public-api.ts';

const contracts = resolve(import.meta.dirname, '..');
const file = join(contracts, 'released.json');
const sdk = await readFile(join(contracts, '../clients/sdk/package.json'), 'utf8');
const { version } = JSON.parse(sdk) as { version: string };
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: contracts, encoding: 'utf8' }).trim();
const text = JSON.stringify({ version, commit, api: await readPublicApi(contracts) });
await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
