import { Type, type Static } from '@sinclair/typebox';
import {
  allOrNone,
  type Environment,
  httpFragment,
  httpUrl,
  issuedSecret,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  secret,
} from '@downbeat/shared/config';
import { type ImageKitAccount, imageKitAccountOf, imageKitNames } from './storage/imagekit-account.ts';

const MEBIBYTE = 1024 * 1024;

const storageFragment = {
  STORAGE: Type.String({
    description: 'where files are kept: in a directory of this machine, or at ImageKit',
    enum: ['local', 'imagekit'],
    default: 'local',
    examples: ['local'],
  }),
  STORAGE_DIR: Type.String({
    description: 'directory of the local storage, and of uploads that are being received',
    minLength: 1,
    default: '.data/music',
    examples: ['/var/lib/downbeat/music'],
  }),
  MAX_UPLOAD_BYTES: Type.Integer({
    description: 'the largest audio file that is accepted',
    minimum: 1024,
    maximum: 10 * 1024 * MEBIBYTE,
    default: 200 * MEBIBYTE,
    examples: [200 * MEBIBYTE],
  }),
};

const imageKitFragment = {
  IMAGEKIT_PUBLIC_KEY: Type.Optional(
    Type.String({
      description: 'ImageKit public key, needed for STORAGE=imagekit',
      examples: ['public_...'],
    }),
  ),
  IMAGEKIT_PRIVATE_KEY: Type.Optional(
    issuedSecret({
      description: 'ImageKit private key, needed for STORAGE=imagekit',
      examples: ['private_...'],
    }),
  ),
  IMAGEKIT_URL_ENDPOINT: Type.Optional(
    httpUrl({
      description: 'ImageKit URL endpoint, needed for STORAGE=imagekit',
      examples: ['https://ik.imagekit.io/your-id'],
    }),
  ),
  IMAGEKIT_UPLOAD_URL: httpUrl({
    description: "where files are sent; ImageKit's own unless tests say otherwise",
    default: 'https://upload.imagekit.io/api/v1/files/upload',
    examples: ['https://upload.imagekit.io/api/v1/files/upload'],
  }),
  IMAGEKIT_API_URL: httpUrl({
    description: "where files are deleted; ImageKit's own unless tests say otherwise",
    default: 'https://api.imagekit.io',
    examples: ['https://api.imagekit.io'],
  }),
  IMAGEKIT_MAX_FILE_BYTES: Type.Integer({
    description: 'the largest file that is sent to ImageKit, whose package holds it whole in memory',
    minimum: 1024,
    maximum: 500 * MEBIBYTE,
    default: 50 * MEBIBYTE,
    examples: [50 * MEBIBYTE],
  }),
  IMAGEKIT_MAX_UPLOADS: Type.Integer({
    description: 'uploads to ImageKit at once; times the file size, this bounds the memory',
    minimum: 1,
    maximum: 32,
    default: 2,
    examples: [2],
  }),
};

const perMinute = (description: string, value: number) =>
  Type.Integer({
    description: `${description} in a minute, of one account`,
    minimum: 1,
    maximum: 1_000_000,
    default: value,
    examples: [value],
  });

const rateFragment = {
  UPLOADS_PER_MINUTE: perMinute('uploads', 30),
  SEARCHES_PER_MINUTE: perMinute('searches', 240),
  CHANGES_PER_MINUTE: perMinute('changes of each kind, of tracks and playlists,', 300),
  SESSIONS_PER_MINUTE: perMinute('listening sessions opened, and joined,', 60),
  TICKETS_PER_MINUTE: perMinute('tickets for sockets', 120),
};

const schema = Type.Object({
  ...httpFragment,
  ...portFragment(4001),
  ...mongoFragment,
  ...redisFragment,
  ...rabbitFragment,
  ...jwtFragment,
  STREAM_URL_SECRET: Type.Optional(
    secret({
      description: 'secret that signs stream and cover addresses; derived from JWT_SECRET when not set',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
  ...storageFragment,
  ...imageKitFragment,
  ...rateFragment,
});

export interface Config extends Static<typeof schema> {
  /** Null when files are kept on this machine. */
  imageKit: ImageKitAccount | null;
}

/**
 * The environment of the music service, read once.
 * @throws ConfigError with every fault of the environment at once
 */
export function readConfig(env: Environment): Config {
  const rules = [allOrNone(imageKitNames, ['STORAGE', 'imagekit'])];
  const values = loadConfig(schema, { env, service: 'music', rules });
  return { ...values, imageKit: imageKitAccountOf(values) };
}
