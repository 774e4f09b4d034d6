import { parseArgs } from 'node:util';
import { CommandError } from '@downbeat/shared/lifecycle';
import { normaliseEmail } from '../accounts/email.ts';
import { RoleValues } from '../generated/schemas.gen.ts';
import { createAdmin } from './admin.ts';
import { runWithStores } from './run-with-stores.ts';

const USAGE = `usage: node services/auth/src/cli/set-role.ts --email <email> --role ${RoleValues.join('|')}`;

function readArguments() {
  const { values } = parseArgs({ options: { email: { type: 'string' }, role: { type: 'string' } } });
  const email = normaliseEmail(values.email ?? '');
  const role = RoleValues.find((name) => name === values.role);
  if (email === null || role === undefined) throw new CommandError(USAGE);
  return { email, role };
}

await runWithStores(() => {
  const { email, role } = readArguments();
  return async (_config, stores, caller) => {
    const user = await stores.accounts.findByEmail(email);
    if (user === null) throw new CommandError(`There is no account ${email}.`);
    await createAdmin(stores).setRole(user, role, caller);
    return user.role === role ? `${email} is ${role} already` : `${email}: ${user.role} -> ${role}`;
  };
});
