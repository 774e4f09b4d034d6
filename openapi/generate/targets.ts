/** A contract and where its generated files go, relative to the root of the repository. */
export interface Target {
  readonly contract: string;
  /** A service has operations; messages are components only. */
  readonly kind: 'service' | 'messages';
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
    contract: 'events',
    kind: 'messages',
    folder: 'services/shared/src/generated',
    stem: 'events.',
    sdk: false,
  },
  {
    contract: 'listening',
    kind: 'messages',
    folder: 'services/music/src/generated',
    stem: 'listening.',
    sdk: true,
  },
];
