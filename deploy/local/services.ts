import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { root } from './paths.ts';
import { type BackingUrls, type Ports, databaseUri, serviceUrls } from './ports.ts';
import { answersInTime, getOk } from './probes.ts';
import type { ProcessSpec } from './program.ts';
import { type Secrets, serviceSecrets } from './secrets.ts';

export type ServiceName = 'auth' | 'music' | 'notification';
export const serviceNames: readonly ServiceName[] = ['auth', 'music', 'notification'];

export type Env = Record<string, string | undefined>;

/** What is fixed for one run: its data folder, ports, secrets and backing servers. */
export type RunFacts = {
  dataDir: string;
  ports: Ports;
  secrets: Secrets;
  backing: BackingUrls;
  ffmpegPath?: string | undefined;
};
export type ServiceEnvOptions = { facts: RunFacts; shell: Env };

/** The variables of the shell that any program needs. The page and the backing servers have no other settings. */
export function baseEnv(): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
}

// Variables of the shell that every service gets. All others need the service's name as a prefix, because auth and
// notification use the same names (CLIENT_ID, CLIENT_SECRET) for different Google clients.
const passedOn =
  /^(JWT_SECRET|TRUST_PROXY|PATH|HOME|TZ|LANG|LOG_LEVEL|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NODE_COMPILE_CACHE|OTEL_\w+|HTTPS?_PROXY|NO_PROXY)$/;

/** The shell's variables for one service: `AUTH_CLIENT_ID=x` is `CLIENT_ID=x` for auth alone. */
export function fromShell(service: ServiceName, shell: Env): Record<string, string> {
  const prefix = `${service.toUpperCase()}_`;
  const set = Object.entries(shell).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const variables = Object.fromEntries(set.filter(([name]) => passedOn.test(name)));
  for (const [name, value] of set) {
    if (!name.startsWith(prefix)) continue;
    variables[name] = value;
    variables[name.slice(prefix.length)] = value;
  }
  return variables;
}

/** The variables of a service's own .env file; none when there is no such file. */
export function fromFile(path: string): Record<string, string> {
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Record<string, string>) : {};
}

/** URLs, ports and secrets of this run, which no user has to configure. */
function generatedEnv(service: ServiceName, facts: RunFacts): Record<string, string> {
  const { dataDir, ports, secrets, backing, ffmpegPath } = facts;
  const page = `http://localhost:${ports.web}`;
  const own: Record<ServiceName, Record<string, string>> = {
    auth: { GOOGLE_REDIRECT_ALLOWLIST: `${page}/` },
    music: {
      STORAGE_DIR: join(dataDir, 'music'),
      ...(ffmpegPath !== undefined && { FFMPEG_PATH: ffmpegPath }),
    },
    notification: {
      MAIL_CATCHER_URL: `smtp://127.0.0.1:${ports.smtp}`,
      WEB_ORIGIN: page,
      AUTH_PUBLIC_URL: `http://localhost:${ports.auth}`,
    },
  };
  return {
    NODE_ENV: 'development',
    HTTP_HOST: '127.0.0.1',
    PORT: String(ports[service]),
    CORS_ORIGINS: `${page},http://127.0.0.1:${ports.web}`,
    PROBLEM_BASE_URL: `http://localhost:${ports.auth}/problems`,
    MONGO_URI: databaseUri(backing.mongo, service),
    REDIS_URL: backing.redis,
    AMQP_URL: backing.amqp,
    ...serviceSecrets(service, secrets),
    ...own[service],
  };
}

/**
 * The whole environment of one service: generated values, then its .env file, then the shell. A later value replaces an
 * earlier one also when it is empty: `SMTP_URL=` means "none".
 */
export function serviceEnv(
  service: ServiceName,
  { facts, shell }: ServiceEnvOptions,
): Record<string, string> {
  const file = join(root, 'services', service, '.env');
  return { ...generatedEnv(service, facts), ...fromFile(file), ...fromShell(service, shell) };
}

/**
 * Halves the memory of a service under load and costs no measurable throughput: V8 sizes its heap by the machine's
 * memory, and glibc keeps freed memory, unless they are limited. The images set the same.
 */
const smallMemory = {
  NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=384',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  // The default is eight for each processor. With two, threads reuse each other's memory (50 MiB of music after uploads).
  MALLOC_ARENA_MAX: '2',
};

/**
 * Auth takes 19 MiB for each password hash, and gives it back. In huge pages that needs 10 page faults and not 4,900, which
 * takes a quarter off the processor time of a hash.
 */
const hugePages = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/**
 * A service, run by Node from its TypeScript. Its .env file is read at each launch. With `dev` it restarts when one of
 * its files changes, the .env file included.
 */
export function serviceProcess(
  service: ServiceName,
  options: ServiceEnvOptions & { dev: boolean },
): ProcessSpec {
  const env = (): Record<string, string> => ({
    ...smallMemory,
    ...(service === 'auth' && hugePages),
    ...serviceEnv(service, options),
  });
  const cwd = join(root, 'services', service);
  const watch = [
    join(cwd, 'src'),
    join(cwd, '.env'),
    join(root, 'services/shared/src'),
    join(root, 'timing/src'),
  ];
  return {
    name: service,
    command: process.execPath,
    args: [join(cwd, 'src/server.ts')],
    env,
    cwd,
    ready: () => getOk(`http://127.0.0.1:${env().PORT ?? ''}/readyz`),
    readyWithinMs: 90_000,
    alive: () => answersInTime(`http://127.0.0.1:${env().PORT ?? ''}/healthz`),
    stopWithinMs: 12_000,
    // Not by `node --watch`: it starts no worker threads, and music reads the tags of an upload in one.
    ...(options.dev && { watch }),
  };
}

/** A second instance of music on the same data: two instances that share their listening sessions. */
export function secondMusicProcess(options: ServiceEnvOptions & { dev: boolean }): ProcessSpec {
  const { ports } = options.facts;
  const moved = { ...options, facts: { ...options.facts, ports: { ...ports, music: ports.music2 } } };
  return { ...serviceProcess('music', moved), name: 'music2' };
}

const web = join(root, 'clients/web');
const dist = join(web, 'dist');
const docs = join(root, 'docs/.vitepress/dist');

export const isPageBuilt = (): boolean => existsSync(join(dist, 'index.html'));

/** The page: built files from a small server, with the documentation site, or, for development, Vite with reloading. */
export function pageProcess(ports: Ports, dev: boolean): ProcessSpec {
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1', '--strictPort', '--port'];
  const args = dev
    ? [...vite, String(ports.web)]
    : [join(import.meta.dirname, 'page-server.ts'), String(ports.web), dist, docs];
  const url = `http://127.0.0.1:${ports.web}/`;
  return {
    name: 'page',
    command: process.execPath,
    args,
    env: { ...baseEnv(), PAGE_CONFIG: JSON.stringify(serviceUrls(ports)) },
    cwd: web,
    ready: () => getOk(url),
    ...(!dev && { alive: () => answersInTime(url) }),
    readyWithinMs: 90_000,
    stopWithinMs: 3_000,
  };
}
