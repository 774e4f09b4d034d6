import { parseArgs } from 'node:util';
import { CommandError } from '@downbeat/shared/lifecycle';
import { type AdminRequest, acceptAdminRequest, createEnsureAdmin } from '../accounts/ensure-admin.ts';
import { createGrantRole } from '../accounts/grant-role.ts';
import { readAdminPassword, readConfig } from '../config.ts';
import { createPasswordHasher } from '../passwords/hasher.ts';
import { argon2CostOf } from '../settings.ts';
import { runOnStores } from './on-stores.ts';

const USAGE =
  'usage: ADMIN_PASSWORD=... node services/auth/src/cli/create-admin.ts --email <address> [--name <display name>]';

// The password comes from the environment: arguments are there for every user of the machine to read.
const readRequest = (): AdminRequest => {
  const { values } = parseArgs({ options: { email: { type: 'string' }, name: { type: 'string' } } });
  const { email, name: displayName = 'Administrator' } = values;
  const password = readAdminPassword(process.env);
  if (email === undefined || password === undefined) throw new CommandError(USAGE);
  return acceptAdminRequest({ email, displayName, password });
};

await runOnStores(
  () => readConfig(process.env),
  () => {
    const request = readRequest();
    return async (config, infrastructure, caller) => {
      const passwords = await createPasswordHasher({ cost: argon2CostOf(config) });
      const grantRole = createGrantRole(infrastructure);
      const ensureAdmin = createEnsureAdmin({ ...infrastructure, passwords, grantRole });
      return `administrator ${request.email}: ${await ensureAdmin(request, caller)}`;
    };
  },
);
