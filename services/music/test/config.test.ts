import { faultsOf as faultsOfReading } from '@downbeat/shared/test-kit';
import t from 'tap';
import { readConfig } from '../src/config.ts';

const minimal = {
  MONGO_URI: 'mongodb://localhost:27017/music?replicaSet=rs0',
  JWT_SECRET: 'pq8Rk2vXw9Zt4bNc7mLs1fHd6gJy3aUe',
};

const imageKit = {
  IMAGEKIT_PUBLIC_KEY: 'public_k8Qz2vN5xW7rT1yB4mC6pL9s',
  IMAGEKIT_PRIVATE_KEY: 'private_D3fG0hJeQ8Zr1vKx0TnB5yLw',
  IMAGEKIT_URL_ENDPOINT: 'https://ik.imagekit.io/downbeat',
};

const production = {
  ...minimal,
  NODE_ENV: 'production',
  AMQP_URL: 'amqp://downbeat:f7Qm2kV9xT4wZ8bN@mq',
};

const faultsOf = (env: Record<string, string>): Record<string, string> =>
  faultsOfReading(() => readConfig(env));

t.test('reports all missing and invalid values at once', async (t) => {
  t.strictSame(faultsOf({}), { MONGO_URI: 'must be set', JWT_SECRET: 'must be set' });
  const wrong = {
    NODE_ENV: 'production',
    STORAGE: 'imagekit',
    STREAM_URL_SECRET: 'changeme',
    IMAGEKIT_PRIVATE_KEY: 'private_...',
    IMAGEKIT_API_URL: 'nonsense',
    MAX_UPLOAD_BYTES: '1',
  };
  const needed = 'must be set for STORAGE=imagekit';
  t.strictSame(faultsOf(wrong), {
    MONGO_URI: 'must be set',
    JWT_SECRET: 'must be set',
    AMQP_URL: 'must name user and password in production, for without them it is guest',
    MAX_UPLOAD_BYTES: 'must be >= 1024',
    STREAM_URL_SECRET: 'must have at least 32 characters in production',
    IMAGEKIT_PRIVATE_KEY: 'must not be a placeholder in production',
    IMAGEKIT_API_URL: 'must be an absolute http(s) URL',
    IMAGEKIT_PUBLIC_KEY: needed,
    IMAGEKIT_URL_ENDPOINT: needed,
  });
});

t.test("refuses placeholders in production, also for ImageKit's key", async (t) => {
  t.strictSame(faultsOf(production), {});
  t.strictSame(faultsOf({ ...production, ...imageKit }), {});
  t.strictSame(faultsOf({ ...production, ...imageKit, IMAGEKIT_PRIVATE_KEY: 'your-private-key' }), {
    IMAGEKIT_PRIVATE_KEY: 'must not be a placeholder in production',
  });
});

t.test('requires the bucket of S3 and both keys', async (t) => {
  const needed = 'must be set for STORAGE=s3';
  const s3 = {
    ...{ STORAGE: 's3', S3_BUCKET: 'music', S3_ACCESS_KEY_ID: 'AKIA5XQ2' },
    S3_SECRET_ACCESS_KEY: 'k8Qz2vN5xW7rT1yB4mC6pL9sD3fG0hJe',
  };
  t.strictSame(faultsOf({ ...minimal, STORAGE: 's3' }), {
    S3_BUCKET: needed,
    S3_ACCESS_KEY_ID: needed,
    S3_SECRET_ACCESS_KEY: needed,
  });
  t.strictSame(faultsOf({ ...production, ...s3, S3_SECRET_ACCESS_KEY: 'changeme' }), {
    S3_SECRET_ACCESS_KEY: 'must not be a placeholder in production',
  });
  t.match(faultsOf({ ...minimal, STORAGE_PREVIOUS: 's3' }), {
    S3_BUCKET: 'must be set for STORAGE_PREVIOUS=s3',
  });
  t.strictSame(faultsOf({ ...minimal, ...s3, STORAGE_PREVIOUS: 's3' }), {
    STORAGE_PREVIOUS: 'must be another one than STORAGE',
  });
  t.match(faultsOf({ ...minimal, ...s3, S3_ENDPOINT: 'nonsense', S3_BUCKET: 'A/b' }), {
    S3_ENDPOINT: 'must be an absolute http(s) URL',
    S3_BUCKET: /must match pattern/,
  });
  t.match(readConfig({ ...production, ...s3, S3_REGION: 'eu-west-1' }), {
    imageKit: null,
    s3: { endpoint: 'https://s3.eu-west-1.amazonaws.com', bucket: 'music', forcePathStyle: false },
  });
  t.match(readConfig({ ...minimal, ...s3, S3_FORCE_PATH_STYLE: 'true', S3_ENDPOINT: 'http://s3:8333' }), {
    s3: { endpoint: 'http://s3:8333', forcePathStyle: true },
  });
  t.equal(readConfig(minimal).s3, null);
});

t.test('requires all keys of ImageKit together', async (t) => {
  const needed = 'must be set for STORAGE=imagekit';
  t.strictSame(faultsOf({ ...minimal, STORAGE: 'imagekit' }), {
    IMAGEKIT_PUBLIC_KEY: needed,
    IMAGEKIT_PRIVATE_KEY: needed,
    IMAGEKIT_URL_ENDPOINT: needed,
  });
  const { IMAGEKIT_PUBLIC_KEY } = imageKit;
  const alone = 'must be set together with IMAGEKIT_PUBLIC_KEY';
  t.strictSame(faultsOf({ ...minimal, IMAGEKIT_PUBLIC_KEY }), {
    IMAGEKIT_PRIVATE_KEY: alone,
    IMAGEKIT_URL_ENDPOINT: alone,
  });
});

t.test('keeps files in a local directory unless STORAGE is imagekit', async (t) => {
  t.match(readConfig(minimal), { PORT: 4001, STORAGE: 'local', STORAGE_DIR: '.data/music', imageKit: null });
  t.equal(readConfig({ ...minimal, ...imageKit }).imageKit, null);
  t.strictSame(readConfig({ ...minimal, ...imageKit, STORAGE: 'imagekit' }).imageKit, {
    publicKey: imageKit.IMAGEKIT_PUBLIC_KEY,
    privateKey: imageKit.IMAGEKIT_PRIVATE_KEY,
    urlEndpoint: imageKit.IMAGEKIT_URL_ENDPOINT,
    uploadEndpoint: 'https://upload.imagekit.io/api/v1/files/upload',
    apiEndpoint: 'https://api.imagekit.io',
  });
});

t.test('asks for a confirmed e-mail before an upload in production, unless it is set', async (t) => {
  t.equal(readConfig(minimal).uploadsNeedVerified, false);
  t.equal(readConfig(production).uploadsNeedVerified, true);
  t.equal(readConfig({ ...production, UPLOADS_NEED_VERIFIED: 'false' }).uploadsNeedVerified, false);
  t.equal(readConfig({ ...minimal, UPLOADS_NEED_VERIFIED: 'true' }).uploadsNeedVerified, true);
  t.strictSame(faultsOf({ ...minimal, UPLOADS_NEED_VERIFIED: 'yes' }), {
    UPLOADS_NEED_VERIFIED: 'must be boolean',
  });
});
