import { parseArgs } from 'node:util';
import { AdminRequestError, createEnsureAdmin } from '../accounts/ensure-admin.ts';
import { createGrantRole } from '../accounts/grant-role.ts';
import { readAdminPassword, readConfig } from '../config.ts';
import { createPasswordHasher } from '../passwords/hasher.ts';
import { argon2CostOf } from '../settings.ts';
import { runCommand } from './run.ts';

const USAGE =
  'usage: ADMIN_PASSWORD=... node services/auth/src/cli/create-admin.ts --email <address> [--name <display name>]';

const readArguments = (): { email: string; displayName: string } => {
  const { values } = parseArgs({ options: { email: { type: 'string' }, name: { type: 'string' } } });
  if (values.email === undefined) throw new AdminRequestError(USAGE);
  return { email: values.email, displayName: values.name ?? 'Administrator' };
};

// The password comes from the environment: arguments are there for every user of the machine to read.
const readPassword = (): string => {
  const password = readAdminPassword(process.env);
  if (password === undefined) throw new AdminRequestError(USAGE);
  return password;
};

await runCommand(
  () => readConfig(process.env),
  async (config, infrastructure, caller) => {
    const { email, displayName } = readArguments();
    const passwords = await createPasswordHasher({ cost: argon2CostOf(config) });
    const grantRole = createGrantRole(infrastructure);
    const ensureAdmin = createEnsureAdmin({ ...infrastructure, passwords, grantRole });
    const outcome = await ensureAdmin({ email, displayName, password: readPassword() }, caller);
    return `administrator ${email}: ${outcome}`;
  },
);
