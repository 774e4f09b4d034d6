import { parseArgs } from 'node:util';
import { CommandError } from '@downbeat/shared/lifecycle';
import { argon2CostOf, readAdminPassword } from '../config.ts';
import { createPasswordHasher } from '../passwords/hasher.ts';
import { type AdminRequest, acceptAdminRequest, createAdmin } from './admin.ts';
import { runWithStores } from './run-with-stores.ts';

const USAGE =
  'usage: ADMIN_PASSWORD=... node services/auth/src/cli/create-admin.ts --email <email> [--name <display name>]';

// The password comes from the environment, because every user of the machine can read the arguments of a process.
function readRequest(): AdminRequest {
  const { values } = parseArgs({ options: { email: { type: 'string' }, name: { type: 'string' } } });
  const { email, name: displayName = 'Administrator' } = values;
  const password = readAdminPassword(process.env);
  if (email === undefined || password === undefined) throw new CommandError(USAGE);
  return acceptAdminRequest({ email, displayName, password });
}

await runWithStores(() => {
  const request = readRequest();
  return async (config, stores, caller) => {
    const passwords = await createPasswordHasher({ cost: argon2CostOf(config) });
    const outcome = await createAdmin(stores).ensureAdmin(request, passwords, caller);
    return `administrator ${request.email}: ${outcome}`;
  };
});
