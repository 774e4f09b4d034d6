import { Type, type Static } from '@sinclair/typebox';
import {
  httpFragment,
  jwtFragment,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  secret,
} from '@downbeat/shared/config';

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
    Type.String({
      description: 'ImageKit private key, needed for STORAGE=imagekit',
      examples: ['private_...'],
    }),
  ),
  IMAGEKIT_URL_ENDPOINT: Type.Optional(
    Type.String({
      description: 'ImageKit URL endpoint, needed for STORAGE=imagekit',
      format: 'uri',
      examples: ['https://ik.imagekit.io/your-id'],
    }),
  ),
  IMAGEKIT_UPLOAD_URL: Type.String({
    description: "where files are sent; ImageKit's own unless tests say otherwise",
    format: 'uri',
    default: 'https://upload.imagekit.io/api/v1/files/upload',
    examples: ['https://upload.imagekit.io/api/v1/files/upload'],
  }),
  IMAGEKIT_API_URL: Type.String({
    description: "where files are deleted; ImageKit's own unless tests say otherwise",
    format: 'uri',
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

export const Config = Type.Object({
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

export type Config = Static<typeof Config>;
