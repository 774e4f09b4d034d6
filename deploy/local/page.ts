import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compileCache, nodeEnv } from './node-env.ts';
import { root } from './paths.ts';
import type { Ports } from './ports.ts';
import { getOk } from './probes.ts';
import type { ProcessSpec } from './process-spec.ts';

const web = join(root, 'clients/web');
const dist = join(web, 'dist');

export const isPageBuilt = (): boolean => existsSync(join(dist, 'index.html'));

export type PageConfig = { authUrl: string; musicUrl: string; notificationUrl: string };

/** The base URLs that the page, and everybody else outside, reaches the services at. */
export function baseUrls(ports: Ports): PageConfig {
  const at = (port: number): string => `http://localhost:${port}`;
  return { authUrl: at(ports.auth), musicUrl: at(ports.music), notificationUrl: at(ports.notification) };
}

/** The page: built files from a small server, or, for development, Vite with reloading. */
export function pageProcess(ports: Ports, dev: boolean): ProcessSpec {
  const config = JSON.stringify(baseUrls(ports));
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1', '--strictPort', '--port'];
  const args = dev
    ? [...vite, String(ports.web)]
    : [join(import.meta.dirname, 'web.ts'), String(ports.web), dist];
  return {
    name: 'page',
    command: process.execPath,
    args,
    env: { ...nodeEnv(), ...compileCache(), PAGE_CONFIG: config },
    cwd: web,
    ready: () => getOk(`http://127.0.0.1:${ports.web}/`),
    readyWithinMs: 90_000,
    stopWithinMs: 3_000,
  };
}
