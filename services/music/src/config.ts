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
  type Rule,
  secret,
} from '@downbeat/shared/config';
import { GIBIBYTE, integer, MEBIBYTE, quotaFragment, rateFragment } from './config-limits.ts';

const storageFragment = {
  STORAGE: Type.String({
    description: 'where files are kept: in a local directory, in a bucket of S3, or at ImageKit',
    enum: ['local', 's3', 'imagekit'],
    default: 'local',
    examples: ['local'],
  }),
  STORAGE_PREVIOUS: Type.Optional(
    Type.String({
      description: 'where files were kept before, while they move from there to STORAGE; else not set',
      enum: ['local', 's3', 'imagekit'],
      examples: ['local'],
    }),
  ),
  STORAGE_DIR: Type.String({
    description: 'directory of the local storage, and of uploads in progress',
    minLength: 1,
    default: '.data/music',
    examples: ['/var/lib/downbeat/music'],
  }),
  GATEWAY_FILES_PATH: Type.String({
    description:
      'internal path at which nginx in front has STORAGE_DIR/objects and sends files itself; else empty',
    pattern: '^(/[a-z0-9/-]*/)?$',
    default: '',
    examples: ['/stored-files/'],
  }),
  MAX_UPLOAD_BYTES: integer('the largest audio file that is accepted', 200 * MEBIBYTE, {
    minimum: 1024,
    maximum: 10 * GIBIBYTE,
  }),
  STORAGE_RESERVE_BYTES: integer(
    'free space of the disk of STORAGE_DIR that uploads leave untouched',
    GIBIBYTE,
    { minimum: 0, maximum: 10 ** 14 },
  ),
};

const analysisFragment = {
  FFMPEG_PATH: Type.String({
    description: 'ffmpeg, which analyses the uploads: a path, or a name that is looked for on the PATH',
    minLength: 1,
    default: 'ffmpeg',
    examples: ['/usr/bin/ffmpeg'],
  }),
  ANALYSES_AT_ONCE: integer('uploads that each instance analyses at the same time; 0 for none', 1, {
    minimum: 0,
    maximum: 32,
  }),
  ANALYSIS_TIMEOUT_MS: integer('an analysis, or the encoding of a track, that takes longer fails', 600_000, {
    minimum: 1_000,
    maximum: 86_400_000,
  }),
  RENDITIONS: Type.Boolean({
    description:
      'whether tracks are encoded as Opus and AAC after their analysis, for browsers and slow networks, and covers made in three sizes',
    default: true,
    examples: [true],
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
    description: "where files are sent; other than ImageKit's own only in tests",
    default: 'https://upload.imagekit.io/api/v1/files/upload',
    examples: ['https://upload.imagekit.io/api/v1/files/upload'],
  }),
  IMAGEKIT_API_URL: httpUrl({
    description: "where files are deleted; other than ImageKit's own only in tests",
    default: 'https://api.imagekit.io',
    examples: ['https://api.imagekit.io'],
  }),
  IMAGEKIT_MAX_FILE_BYTES: integer(
    'the largest file that is sent to ImageKit, whose package holds it in memory as a whole',
    50 * MEBIBYTE,
    { minimum: 1024, maximum: 500 * MEBIBYTE },
  ),
  IMAGEKIT_MAX_UPLOADS: integer(
    'parallel uploads to ImageKit; multiplied by the file size, this bounds the memory',
    2,
    { minimum: 1, maximum: 32 },
  ),
};

const s3Fragment = {
  S3_ENDPOINT: Type.Optional(
    httpUrl({
      description: 'URL of the S3 server; that of AWS in the region when not set',
      examples: ['https://s3.example.com'],
    }),
  ),
  S3_REGION: Type.String({
    description: 'region that signs the requests',
    pattern: '^[a-z0-9-]{1,40}$',
    default: 'us-east-1',
    examples: ['eu-central-1'],
  }),
  S3_BUCKET: Type.Optional(
    Type.String({
      description: 'the bucket, which exists already; needed for STORAGE=s3',
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      examples: ['downbeat-music'],
    }),
  ),
  S3_ACCESS_KEY_ID: Type.Optional(
    Type.String({
      description: 'access key, needed for STORAGE=s3',
      minLength: 1,
      examples: ['AKIA...'],
    }),
  ),
  S3_SECRET_ACCESS_KEY: Type.Optional(
    issuedSecret({ description: 'its secret, needed for STORAGE=s3', examples: ['...'] }),
  ),
  S3_FORCE_PATH_STYLE: Type.Boolean({
    description:
      'whether the bucket is in the path, and not in the host name, as most servers other than AWS want it',
    default: false,
    examples: [true],
  }),
  S3_MAX_UPLOADS: integer('parallel uploads to S3; each takes up to 48 MiB of memory', 4, {
    minimum: 1,
    maximum: 32,
  }),
};

const scrobbleFragment = {
  LISTENBRAINZ_URL: httpUrl({
    description:
      'the server of ListenBrainz, or one that speaks its API, to which plays are submitted by the tokens of users',
    default: 'https://api.listenbrainz.org',
    examples: ['https://listens.example.com'],
  }),
  LISTENBRAINZ_CONTACT: Type.Optional(
    Type.String({
      description:
        'a URL or an e-mail address of the operator, which ListenBrainz wants to know of each program',
      pattern: '^[!-~]{1,200}$',
      examples: ['https://music.example.com/contact'],
    }),
  ),
  LISTENBRAINZ_INTERVAL_MS: integer(
    'milliseconds between two calls of it, by all instances together',
    1_000,
    {
      minimum: 0,
      maximum: 60_000,
    },
  ),
  LISTENBRAINZ_TOKEN_SECRET: Type.Optional(
    secret({
      description: 'secret that encrypts the tokens of users; derived from JWT_SECRET when not set',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
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
      description: 'secret that signs stream and cover URLs; derived from JWT_SECRET when not set',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
  ...storageFragment,
  ...analysisFragment,
  ...imageKitFragment,
  ...s3Fragment,
  ...scrobbleFragment,
  ...rateFragment,
  ...quotaFragment,
});

/** The endpoints of ImageKit and the keys of the account. */
export interface ImageKitAccount {
  publicKey: string;
  privateKey: string;
  /** Where files are read: https://ik.imagekit.io/<id>. */
  urlEndpoint: string;
  /** Where files are sent. */
  uploadEndpoint: string;
  /** Where files are listed and deleted. The package cannot change this host, so we call this API ourselves. */
  apiEndpoint: string;
}

type Values = Static<typeof schema>;

const uses = ({ STORAGE, STORAGE_PREVIOUS }: Values, kind: string): boolean =>
  STORAGE === kind || STORAGE_PREVIOUS === kind;

const otherStorage: Rule<Values> = ({ values: { STORAGE, STORAGE_PREVIOUS } }) =>
  STORAGE && STORAGE === STORAGE_PREVIOUS ? { STORAGE_PREVIOUS: 'must be another one than STORAGE' } : {};

/** The values that ImageKit gives to each account: all of them are set, or none. */
const imageKitNames = ['IMAGEKIT_PUBLIC_KEY', 'IMAGEKIT_PRIVATE_KEY', 'IMAGEKIT_URL_ENDPOINT'] as const;

function imageKitAccountOf(values: Static<typeof schema>): ImageKitAccount | null {
  const { IMAGEKIT_PUBLIC_KEY, IMAGEKIT_PRIVATE_KEY, IMAGEKIT_URL_ENDPOINT } = values;
  if (!uses(values, 'imagekit')) return null;
  if (!IMAGEKIT_PUBLIC_KEY || !IMAGEKIT_PRIVATE_KEY || !IMAGEKIT_URL_ENDPOINT) {
    throw new Error('Missing keys of ImageKit are refused when the environment is read');
  }
  return {
    publicKey: IMAGEKIT_PUBLIC_KEY,
    privateKey: IMAGEKIT_PRIVATE_KEY,
    urlEndpoint: IMAGEKIT_URL_ENDPOINT,
    uploadEndpoint: values.IMAGEKIT_UPLOAD_URL,
    apiEndpoint: values.IMAGEKIT_API_URL,
  };
}

/** A bucket, and the keys that open it. */
export interface S3Account {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Whether the bucket is in the path, and not in the host name. */
  forcePathStyle: boolean;
}

const s3Names = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

function s3AccountOf(values: Static<typeof schema>): S3Account | null {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (!uses(values, 's3')) return null;
  if (!bucket || !accessKeyId || !secretAccessKey) {
    throw new Error('Missing keys of S3 are refused when the environment is read');
  }
  const region = values.S3_REGION;
  return {
    ...{ region, bucket, accessKeyId, secretAccessKey, forcePathStyle: values.S3_FORCE_PATH_STYLE },
    endpoint: values.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`,
  };
}

export interface Config extends Static<typeof schema> {
  /** Null when files are kept elsewhere. */
  s3: S3Account | null;
  /** Null when files are kept elsewhere. */
  imageKit: ImageKitAccount | null;
  uploadsNeedVerified: boolean;
}

/**
 * Reads the configuration of the music service from its environment.
 * @throws ConfigError that lists all faults at once
 */
export function readConfig(env: Environment): Config {
  const rules = [
    otherStorage,
    allOrNone(imageKitNames, ['STORAGE', 'imagekit'], ['STORAGE_PREVIOUS', 'imagekit']),
    allOrNone(s3Names, ['STORAGE', 's3'], ['STORAGE_PREVIOUS', 's3']),
  ];
  const values = loadConfig(schema, { env, service: 'music', rules });
  const uploadsNeedVerified = values.UPLOADS_NEED_VERIFIED ?? values.NODE_ENV === 'production';
  return { ...values, imageKit: imageKitAccountOf(values), s3: s3AccountOf(values), uploadsNeedVerified };
}
