import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Contract, readContract, readWhole, refuse, withoutPathItems } from './contract.ts';
import { emitCloseCodes, emitOperations, emitReplyCodes } from './emit-operations.ts';
import { emitCollection, emitEnvironment, type Service } from './emit-postman.ts';
import { emitSchemas } from './emit-schemas.ts';
import { emitExamples } from './emit-examples.ts';
import { emitEntrySdk, emitSdk } from './emit-sdk.ts';
import { emitDrift, emitTypes } from './emit-types.ts';
import { readOperations } from './read-operations.ts';
import {
  addCommands,
  emitProblems,
  readProblems,
  requireProblems,
  requireSocketProblems,
} from './problems.ts';
import { requireExamples } from './require-examples.ts';
import { namedSchemas } from './schema-names.ts';
import { emitModels, emitSdkCommon } from './sdk-calls.ts';

/** A contract and the folder of its generated files, relative to the root of the repository. */
export interface Target {
  readonly contract: string;
  /** A service has operations. The others have schemas that services share or send as messages. */
  readonly kind: 'service' | 'schemas';
  readonly folder: string;
  /** Stands before each file name, where several contracts share a folder. */
  readonly prefix: string;
  /** Whether the SDK gets files too. */
  readonly sdk: boolean;
}

const sdkFolder = 'clients/sdk/src/generated';
const postmanFolder = 'openapi/postman';
const sharedFolder = 'services/shared/src/generated';
const musicFolder = 'services/music/src/generated';

function service(name: string): Target {
  return { contract: name, kind: 'service', folder: `services/${name}/src/generated`, prefix: '', sdk: true };
}

const allTargets: readonly Target[] = [
  service('auth'),
  service('music'),
  service('notification'),
  { contract: 'common', kind: 'schemas', folder: sharedFolder, prefix: 'common.', sdk: true },
  { contract: 'events', kind: 'schemas', folder: sharedFolder, prefix: 'events.', sdk: false },
  { contract: 'listening', kind: 'schemas', folder: musicFolder, prefix: 'listening.', sdk: true },
];

/** Documents that services serve beside their contracts. */
const documents = { asyncapi: sharedFolder, listening: musicFolder } as const;

/** Generated text by path, relative to the root of the repository. */
export type Files = ReadonlyMap<string, string>;

/** The name or the path of a file, and its text. */
type NamedText = [string, string];

/**
 * Generates every file of every target, in memory, formatted by Prettier with the configuration of the repository.
 *
 * @param contracts the folder of the hand-written contracts
 * @throws ContractError with the JSON pointer of the first thing that the generator rejects
 */
export async function generate(contracts: string, targets: readonly Target[] = allTargets): Promise<Files> {
  const files = (await Promise.all(targets.map((target) => generateTarget(contracts, target)))).flat();
  const models = targets.filter((target) => target.sdk);
  if (models.length > 0) {
    files.push([join(sdkFolder, 'call.gen.ts'), emitSdkCommon()]);
    files.push([join(sdkFolder, 'models.gen.ts'), emitModels(await schemasOf(contracts, models))]);
  }
  if (targets === allTargets) {
    files.push(...(await readDocuments(contracts)), ...(await readCatalogue(contracts)));
    files.push(...(await readPostman(contracts)));
  }
  const texts = files.map(async ([path, text]): Promise<NamedText> => [
    path,
    path.endsWith('.ts') ? await formatCode(text) : text,
  ]);
  return new Map(await Promise.all(texts));
}

function readDocuments(contracts: string): Promise<NamedText[]> {
  const reading = Object.entries(documents).map(async ([name, folder]): Promise<NamedText> => [
    join(folder, `${name}.gen.yaml`),
    `# Generated from openapi/${name}.yaml. Do not edit.\n${await readWhole(join(contracts, `${name}.yaml`))}`,
  ]);
  return Promise.all(reading);
}

/** The collection and the environment of Postman, of all services together. */
async function readPostman(contracts: string): Promise<NamedText[]> {
  const targets = allTargets.filter(({ kind }) => kind === 'service');
  const reading = targets.map(async (target) => {
    const contract = await readTarget(contracts, target);
    return { name: target.contract, contract, operations: readOperations(contract) };
  });
  const services = await Promise.all(reading);
  const asJson = (text: string) => format(text, { ...prettierConfig, parser: 'json' });
  return [
    [join(postmanFolder, 'downbeat.postman_collection.json'), await asJson(emitCollection(services))],
    [join(postmanFolder, 'downbeat.postman_environment.json'), await asJson(emitEnvironment(services))],
  ];
}

/** The problems of all services. Each service explains all of them, so that the pages may be anywhere. */
async function readCatalogue(contracts: string): Promise<NamedText[]> {
  const written = await readProblems(join(contracts, 'problems.yaml'));
  const services: Service[] = [];
  for (const target of allTargets.filter(({ kind }) => kind === 'service')) {
    const contract = await readTarget(contracts, target);
    const operations = readOperations(contract);
    requireProblems(contract, operations, written);
    services.push({ name: target.contract, contract, operations });
  }
  const catalogue = addCommands(written, services);
  for (const target of allTargets.filter(({ contract }) => contract === 'listening'))
    requireSocketProblems(await readTarget(contracts, target), catalogue);
  return [
    [join(sharedFolder, 'problems.gen.json'), catalogue],
    [join(sdkFolder, 'problems.gen.ts'), emitProblems(catalogue)],
  ];
}

async function schemasOf(contracts: string, targets: readonly Target[]): Promise<[string, string[]][]> {
  const named = targets.map(async (target): Promise<[string, string[]]> => {
    const { root } = await readTarget(contracts, target);
    return [target.contract, namedSchemas(root).map(([name]) => name)];
  });
  return Promise.all(named);
}

const prettierConfig = await resolveConfig(import.meta.filename);

export async function formatCode(text: string): Promise<string> {
  return format(text, { ...prettierConfig, parser: 'typescript' });
}

async function generateTarget(contracts: string, target: Target): Promise<NamedText[]> {
  const contract = await readTarget(contracts, target);
  const operations = readOperations(contract);
  const isService = target.kind === 'service';
  if (!isService && operations.length > 0) refuse(contract.root, 'has paths, but is a contract of schemas');
  const types: NamedText = ['types.gen.ts', await emitTypes(contract)];
  const common: NamedText[] = [
    types,
    ['schemas.gen.ts', emitSchemas(contract, operations)],
    ['drift.gen.ts', emitDrift(contract, operations, target.prefix)],
  ];
  if (isService) {
    operations.forEach(requireExamples);
    const operationsFile: NamedText = ['operations.gen.ts', emitOperations(contract, operations)];
    const contractFile: NamedText = ['contract.gen.json', `${JSON.stringify(contract.document, null, 2)}\n`];
    const sdkFile = target.sdk
      ? [
          ...fileUnlessEmpty('operations.gen.ts', emitSdk(contract, operations)),
          ...fileUnlessEmpty('room-operations.gen.ts', emitEntrySdk(contract, operations, 'listening')),
          ...fileUnlessEmpty('library-operations.gen.ts', emitEntrySdk(contract, operations, 'library')),
          ...fileUnlessEmpty('together-operations.gen.ts', emitEntrySdk(contract, operations, 'together')),
        ]
      : [];
    const examples: NamedText[] = target.sdk ? [['examples.gen.ts', emitExamples(contract, operations)]] : [];
    return place(target, [...common, operationsFile, contractFile], [types, ...sdkFile, ...examples]);
  }
  // The replies of a service state their codes in its operations; a contract of schemas has replies for other contracts.
  const closeCodes = (reader: 'server' | 'client') =>
    fileUnlessEmpty('close-codes.gen.ts', emitCloseCodes(contract, reader));
  const codes = fileUnlessEmpty('codes.gen.ts', emitReplyCodes(contract));
  return place(target, [...common, ...codes, ...closeCodes('server')], [types, ...closeCodes('client')]);
}

function fileUnlessEmpty(name: string, text: string): NamedText[] {
  return text === '' ? [] : [[name, text]];
}

/** Puts the files into the folder of the target, and those for the SDK into its folder. */
function place(target: Target, own: readonly NamedText[], sdk: readonly NamedText[]): NamedText[] {
  const into = (folder: string, prefix: string, files: readonly NamedText[]): NamedText[] =>
    files.map(([name, text]) => [join(folder, prefix + name), text]);
  const files = into(target.folder, target.prefix, own);
  return target.sdk ? [...files, ...into(sdkFolder, `${target.contract}.`, sdk)] : files;
}

async function readTarget(contracts: string, { contract: name, kind }: Target): Promise<Contract> {
  const contract = await readContract(join(contracts, `${name}.yaml`));
  return kind === 'schemas' ? withoutPathItems(contract) : contract;
}
