import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join, resolve } from 'node:path';
import type { Test } from 'tap';
import { parse } from 'yaml';
import { contractOf, type Contract } from '../bundle.ts';
import { ContractError } from '../contract-error.ts';
import { emitSchemas } from '../emit-schemas.ts';
import type { Operation } from '../operation.ts';
import type { Json } from '../place.ts';
import { readOperations } from '../read-operations.ts';

/** A test, as far as it makes folders. */
export type Folders = Pick<Test, 'testdir'>;

export const repository = resolve(import.meta.dirname, '../../..');

/** A contract in one piece from the YAML of its `components.schemas`. */
export function schemasContract(yaml: string): Contract {
  const schemas = parse(yaml) as Json;
  return contractOf('test.yaml', { openapi: '3.1.0', paths: {}, components: { schemas } });
}

/** A contract in one piece from whole YAML, without the lines that never differ. */
export function contract(yaml: string): Contract {
  return contractOf(
    'test.yaml',
    parse(`openapi: 3.1.0\ninfo: { title: Test, version: 1.0.0 }\n${yaml}`) as Json,
  );
}

/** The generated constants of some schemas, without banner and imports. */
export function schemas(yaml: string): string {
  return emitSchemas(schemasContract(yaml), []).split('\n').slice(3).join('\n');
}

export function operations(yaml: string): readonly Operation[] {
  return readOperations(contract(yaml));
}

const nothing = 'nothing was refused';

/** The message of the refusal; anything but a refusal is thrown on. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return messageOf(error);
  }
  return nothing;
}

export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => nothing, messageOf);
}

function messageOf(error: unknown): string {
  if (error instanceof ContractError) return error.message;
  throw error;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program of the repository's own node_modules and collects what it says. */
export async function run(name: string, options: readonly string[], cwd: string): Promise<Ran> {
  const program = join(repository, 'node_modules/.bin', name);
  const child = spawn(program, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, output: out + err };
}

/** Compiles a folder as strictly as the project does. */
export async function compile(folder: string): Promise<Ran> {
  return run('tsc', ['-p', folder, '--pretty', 'false'], folder);
}

export const tsconfig = JSON.stringify({
  extends: join(repository, 'tsconfig.base.json'),
  compilerOptions: { typeRoots: [join(repository, 'node_modules/@types')] },
  include: ['**/*.ts'],
});
