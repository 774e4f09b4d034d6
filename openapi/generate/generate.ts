import { join } from 'node:path';
import { readContract, withoutPathItems, type Contract } from './bundle.ts';
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

/**
 * Generates every file of every target, in memory.
 *
 * @param contracts the folder of the hand-written contracts
 * @throws ContractError naming the JSON pointer of the first thing that is not understood
 */
export async function generate(contracts: string, targets: readonly Target[] = allTargets): Promise<Files> {
  const files = await Promise.all(targets.map((target) => generateTarget(contracts, target)));
  const common: [string, string][] = targets.some((target) => target.sdk)
    ? [[join(sdkFolder, 'call.gen.ts'), emitSdkCommon()]]
    : [];
  return new Map([...files.flat(), ...common]);
}

async function generateTarget(contracts: string, target: Target): Promise<[string, string][]> {
  const contract = await readTarget(contracts, target);
  const operations = readOperations(contract);
  if (target.kind === 'schemas' && operations.length > 0)
    refuse(contract.root, 'has paths, but is a contract of schemas');
  const types = await emitTypes(contract);
  const files: [string, string][] = [
    ['types.gen.ts', types],
    ['schemas.gen.ts', emitSchemas(contract, operations)],
    ['drift.gen.ts', emitDrift(contract, operations, target.stem)],
  ];
  const codes = target.kind === 'schemas' ? emitReplyCodes(contract) : '';
  if (codes !== '') files.push(['codes.gen.ts', codes]);
  if (target.kind === 'service') {
    files.push(
      ['operations.gen.ts', emitOperations(contract, operations)],
      ['contract.gen.json', emitContract(contract)],
    );
  }
  const own = files.map(([name, text]): [string, string] => [join(target.folder, target.stem + name), text]);
  return [...own, ...sdkFiles(contract, target, types)];

  function sdkFiles(of: Contract, { kind, sdk, contract: name }: Target, text: string): [string, string][] {
    if (!sdk) return [];
    const typed: [string, string] = [join(sdkFolder, `${name}.types.gen.ts`), text];
    return kind === 'schemas'
      ? [typed]
      : [typed, [join(sdkFolder, `${name}.operations.gen.ts`), emitSdk(of, operations)]];
  }
}

async function readTarget(contracts: string, { contract: name, kind }: Target): Promise<Contract> {
  const contract = await readContract(join(contracts, `${name}.yaml`));
  return kind === 'schemas' ? withoutPathItems(contract) : contract;
}

/** The contract in one piece, as the service serves it. */
function emitContract(contract: Contract): string {
  return `${JSON.stringify(contract.document, null, 2)}\n`;
}
