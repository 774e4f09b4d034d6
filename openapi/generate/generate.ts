import { join } from 'node:path';
import { readContract, withoutPathItems, type Contract } from './bundle.ts';
import { emitCloseCodes } from './emit-close-codes.ts';
import { emitReplyCodes } from './emit-codes.ts';
import { emitDrift } from './emit-drift.ts';
import { emitOperations } from './emit-operations.ts';
import { emitSchemas } from './emit-schemas.ts';
import { emitSdk } from './emit-sdk.ts';
import { emitSdkCommon } from './emit-sdk-common.ts';
import { emitTypes } from './emit-types.ts';
import { refuse } from './place.ts';
import { readOperations } from './read-operations.ts';
import { sdkFolder, targets as allTargets, type Target } from './targets.ts';

/** Generated text by path, relative to the root of the repository. */
export type Files = ReadonlyMap<string, string>;

/** The name or the path of a file, and its text. */
type NamedText = [string, string];

/**
 * Generates every file of every target, in memory.
 *
 * @param contracts the folder of the hand-written contracts
 * @throws ContractError naming the JSON pointer of the first thing that is not understood
 */
export async function generate(contracts: string, targets: readonly Target[] = allTargets): Promise<Files> {
  const files = await Promise.all(targets.map((target) => generateTarget(contracts, target)));
  const common: NamedText[] = targets.some((target) => target.sdk)
    ? [[join(sdkFolder, 'call.gen.ts'), emitSdkCommon()]]
    : [];
  return new Map([...files.flat(), ...common]);
}

async function generateTarget(contracts: string, target: Target): Promise<NamedText[]> {
  const contract = await readTarget(contracts, target);
  const operations = readOperations(contract);
  const isService = target.kind === 'service';
  if (!isService && operations.length > 0) refuse(contract.root, 'has paths, but is a contract of schemas');
  const types: NamedText = ['types.gen.ts', await emitTypes(contract)];
  // A service has what its replies say with each operation; a contract of schemas keeps replies for others.
  const closeCodes = isService ? [] : file('close-codes.gen.ts', emitCloseCodes(contract));
  const own: NamedText[] = [
    types,
    ['schemas.gen.ts', emitSchemas(contract, operations)],
    ['drift.gen.ts', emitDrift(contract, operations, target.stem)],
    ...(isService ? [] : file('codes.gen.ts', emitReplyCodes(contract))),
    ...closeCodes,
    ...(isService ? file('operations.gen.ts', emitOperations(contract, operations)) : []),
    ...(isService ? file('contract.gen.json', emitContract(contract)) : []),
  ];
  const files = own.map(placed(target.folder, target.stem));
  if (!target.sdk) return files;
  const sdk = [
    types,
    ...closeCodes,
    ...(isService ? file('operations.gen.ts', emitSdk(contract, operations)) : []),
  ];
  return [...files, ...sdk.map(placed(sdkFolder, `${target.contract}.`))];
}

/** A file that is left out where there is nothing to say. */
function file(name: string, text: string): NamedText[] {
  return text === '' ? [] : [[name, text]];
}

function placed(folder: string, stem: string): (file: NamedText) => NamedText {
  return ([name, text]) => [join(folder, stem + name), text];
}

async function readTarget(contracts: string, { contract: name, kind }: Target): Promise<Contract> {
  const contract = await readContract(join(contracts, `${name}.yaml`));
  return kind === 'schemas' ? withoutPathItems(contract) : contract;
}

/** The contract in one piece, as the service serves it. */
function emitContract(contract: Contract): string {
  return `${JSON.stringify(contract.document, null, 2)}\n`;
}
