import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type Env = Record<string, string | undefined>;
export type ServiceName = 'auth' | 'music' | 'notification';
export const serviceNames: readonly ServiceName[] = ['auth', 'music', 'notification'];

// What every service may take from the shell as it is. Everything else needs the service's name in front, since auth
// and notification read the same names (CLIENT_ID, CLIENT_SECRET) for different Google clients.
const passedOn =
  /^(PATH|HOME|TZ|LANG|LOG_LEVEL|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NODE_COMPILE_CACHE|OTEL_\w+|HTTPS?_PROXY|NO_PROXY)$/;

/** The part of the shell's variables that one service sees: `AUTH_CLIENT_ID=x` is `CLIENT_ID=x` for auth alone. */
export function fromShell(service: ServiceName, shell: Env): Record<string, string> {
  const prefix = `${service.toUpperCase()}_`;
  const mine: Record<string, string> = {};
  for (const [name, value] of Object.entries(shell))
    if (value !== undefined && passedOn.test(name)) mine[name] = value;
  for (const [name, value] of Object.entries(shell)) {
    if (value === undefined || !name.startsWith(prefix)) continue;
    mine[name] = value;
    mine[name.slice(prefix.length)] = value;
  }
  return mine;
}

/** The variables of a service's own .env file; none when there is no such file. */
export function fromFile(path: string): Record<string, string> {
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Record<string, string>) : {};
}

type Layers = { generated: Env; file: Env; shell: Env };

/**
 * The environment of one service: generated values (ports, addresses, secrets), over which go the service's .env file
 * and then the shell. An empty value in a later layer hides an earlier one: `SMTP_URL=` means "none".
 */
export function mergeEnv({ generated, file, shell }: Layers): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of [generated, file, shell]) {
    for (const [name, value] of Object.entries(layer)) if (value !== undefined) merged[name] = value;
  }
  return merged;
}
