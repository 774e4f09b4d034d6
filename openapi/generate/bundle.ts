import { basename, dirname, relative } from 'node:path';
import { bundle, createConfig, type NormalizedProblem } from '@redocly/openapi-core';
import { ContractError } from './contract-error.ts';
import { isObject, refuse, rootPlace, type Json, type JsonObject, type Place } from './place.ts';

/** One contract with every file it refers to drawn into it. */
export interface Contract {
  /** Its file name, for messages and banners: `auth.yaml`. */
  readonly file: string;
  readonly document: JsonObject;
  readonly root: Place;
}

/**
 * Reads a contract and draws the schemas of other files into it, under their own names.
 * Two different things that would get the same name are refused: a renamed schema would carry a name nobody chose.
 */
export async function readContract(path: string): Promise<Contract> {
  const { bundle: document, problems } = await draw(path);
  const [first] = problems;
  if (first)
    throw new ContractError(locate(first, path), problems.map((problem) => problem.message).join('; '));
  return contractOf(basename(path), document.parsed as Json);
}

/** An unreadable file is a fault of the contract, not of the generator. */
async function draw(path: string): ReturnType<typeof bundle> {
  const config = await createConfig({});
  return bundle({ ref: path, config, componentRenamingConflicts: 'error' }).catch((error: unknown) => {
    if (error instanceof Error && 'originalError' in error)
      throw new ContractError(basename(path), error.message);
    throw error;
  });
}

export function contractOf(file: string, document: Json): Contract {
  const root = rootPlace(file, isObject(document) ? document : {});
  const version = root.root['openapi'];
  if (typeof version !== 'string' || !version.startsWith('3.1.'))
    refuse(root, 'is not an OpenAPI 3.1 document');
  return { file, document: root.root, root };
}

/** The contract without the routes that it keeps for others: they belong to whoever has them among its paths. */
export function withoutPathItems(contract: Contract): Contract {
  const { components } = contract.document;
  if (!isObject(components)) return contract;
  const kept = Object.entries(components).filter(([key]) => key !== 'pathItems');
  return contractOf(contract.file, { ...contract.document, components: Object.fromEntries(kept) });
}

function locate(problem: NormalizedProblem, path: string): string {
  const location = problem.location[0];
  if (!location) return basename(path);
  return `${relative(dirname(path), location.source.absoluteRef)}${location.pointer ?? ''}`;
}
