import { parseArgs } from 'node:util';
import { CommandError } from '@downbeat/shared/lifecycle';
import { normaliseEmail } from '../accounts/email.ts';
import { createGrantRole } from '../accounts/grant-role.ts';
import { readConfig } from '../config.ts';
import { RoleValues } from '../generated/schemas.gen.ts';
import { runOnStores } from './on-stores.ts';

const USAGE = `usage: node services/auth/src/cli/set-role.ts --email <address> --role ${RoleValues.join('|')}`;

const readArguments = () => {
  const { values } = parseArgs({ options: { email: { type: 'string' }, role: { type: 'string' } } });
  const email = normaliseEmail(values.email ?? '');
  const role = RoleValues.find((name) => name === values.role);
  if (email === null || role === undefined) throw new CommandError(USAGE);
  return { email, role };
};

await runOnStores(
  () => readConfig(process.env),
  () => {
    const { email, role } = readArguments();
    return async (_config, infrastructure, caller) => {
      const user = await infrastructure.accounts.findByEmail(email);
      if (user === null) throw new CommandError(`There is no account ${email}.`);
      await createGrantRole(infrastructure)(user, role, caller);
      return user.role === role ? `${email} is ${role} already` : `${email}: ${user.role} -> ${role}`;
    };
  },
);
