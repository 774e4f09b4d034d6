/** A contract and where its generated files go, relative to the root of the repository. */
export interface Target {
  readonly contract: string;
  /** A service has operations; the others are schemas that services share or send as messages. */
  readonly kind: 'service' | 'schemas';
  readonly folder: string;
  /** Written before each file name, where several contracts share a folder. */
  readonly stem: string;
  /** Whether the SDK speaks it too. */
  readonly sdk: boolean;
}

export const sdkFolder = 'clients/sdk/src/generated';

function service(name: string): Target {
  return { contract: name, kind: 'service', folder: `services/${name}/src/generated`, stem: '', sdk: true };
}

export const targets: readonly Target[] = [
  service('auth'),
  service('music'),
  service('notification'),
  {
    contract: 'common',
    kind: 'schemas',
    folder: 'services/shared/src/generated',
    stem: 'common.',
    sdk: true,
  },
  {
    contract: 'events',
    kind: 'schemas',
    folder: 'services/shared/src/generated',
    stem: 'events.',
    sdk: false,
  },
  {
    contract: 'listening',
    kind: 'schemas',
    folder: 'services/music/src/generated',
    stem: 'listening.',
    sdk: true,
  },
];
