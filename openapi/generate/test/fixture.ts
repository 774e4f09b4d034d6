import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join, resolve } from 'node:path';
import type { Test } from 'tap';
import { parse } from 'yaml';
import { contractOf, type Contract, ContractError, type Json } from '../contract.ts';
import { emitSchemas } from '../emit-schemas.ts';
import { formatCode } from '../generate.ts';
import type { Operation } from '../operation.ts';
import { readOperations } from '../read-operations.ts';

/** The part of a test that creates folders. */
export type Folders = Pick<Test, 'testdir'>;

export const repository = resolve(import.meta.dirname, '../../..');

/** A bundled contract from the YAML of its `components.schemas`. */
export function schemasContract(yaml: string): Contract {
  const schemas = parse(yaml) as Json;
  return contractOf('test.yaml', { openapi: '3.1.0', paths: {}, components: { schemas } });
}

/** A bundled contract from YAML without the first two lines, which are always the same. */
export function contract(yaml: string): Contract {
  return contractOf(
    'test.yaml',
    parse(`openapi: 3.1.0\ninfo: { title: Test, version: 1.0.0 }\n${yaml}`) as Json,
  );
}

/** The formatted constants of some schemas, without banner and imports. */
export async function schemas(yaml: string): Promise<string> {
  const text = await formatCode(emitSchemas(schemasContract(yaml), []));
  return text.split('\n').slice(3).join('\n');
}

export function operations(yaml: string): readonly Operation[] {
  return readOperations(contract(yaml));
}

const nothing = 'nothing was rejected';

/** The message of the ContractError that `act` throws; other errors are rethrown. */
export async function rejection(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    return messageOf(error);
  }
  return nothing;
}

function messageOf(error: unknown): string {
  if (error instanceof ContractError) return error.message;
  throw error;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program of the repository's node_modules and collects its output. */
export async function run(name: string, options: readonly string[], cwd: string): Promise<Ran> {
  const program = join(repository, 'node_modules/.bin', name);
  const child = spawn(program, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, output: out + err };
}

/** Compiles a folder with the compiler options of the project. */
export async function compile(folder: string): Promise<Ran> {
  return run('tsc', ['-p', folder, '--pretty', 'false'], folder);
}

export const tsconfig = JSON.stringify({
  extends: join(repository, 'tsconfig.base.json'),
  compilerOptions: { typeRoots: [join(repository, 'node_modules/@types')] },
  include: ['**/*.ts'],
});
