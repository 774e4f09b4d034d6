import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';
import type { Ports } from './ports.ts';
import { getOk } from './probes.ts';
import { type ProcessSpec, baseEnv } from './process-spec.ts';
import { serviceUrls } from './urls.ts';

const web = join(root, 'clients/web');
const dist = join(web, 'dist');

export const isPageBuilt = (): boolean => existsSync(join(dist, 'index.html'));

/** Where Node keeps what it has compiled, if the Makefile has set a folder for that. */
function compileCache(): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
}

/** The page: built files from a small server, or, for development, Vite with reloading. */
export function pageProcess(ports: Ports, dev: boolean): ProcessSpec {
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1', '--strictPort', '--port'];
  const args = dev
    ? [...vite, String(ports.web)]
    : [join(import.meta.dirname, 'page-server.ts'), String(ports.web), dist];
  return {
    name: 'page',
    command: process.execPath,
    args,
    env: { ...baseEnv(), ...compileCache(), PAGE_CONFIG: JSON.stringify(serviceUrls(ports)) },
    cwd: web,
    ready: () => getOk(`http://127.0.0.1:${ports.web}/`),
    readyWithinMs: 90_000,
    stopWithinMs: 3_000,
  };
}
