import { join } from 'node:path';
import { lastLine, runCommand } from '../local/command.ts';
import type { Account } from './api.ts';

/** What only the operator of the auth service can do, by its commands. */
export type Operator = {
  /** Nobody can ask for the role of an admin. */
  createAdmin: (account: Account) => Promise<void>;
  /** Gives the account the role that it is planned with, and ends its sessions. */
  grantRole: (account: Account) => Promise<void>;
};

/** Runs the commands in `folder` (auth's `src/cli`) with the environment of that service. */
export function operatorOf(folder: string, env: Record<string, string>, password: string): Operator {
  const run = async (what: string, script: string, ...args: string[]): Promise<void> => {
    const variables = { ...env, ADMIN_PASSWORD: password };
    const { code, output } = await runCommand(process.execPath, [join(folder, script), ...args], {
      env: variables,
    });
    if (code !== 0) throw new Error(`${what}: ${lastLine(output)}`);
  };
  return {
    createAdmin: ({ email, displayName }) =>
      run('the admin could not be made', 'create-admin.ts', '--email', email, '--name', displayName),
    grantRole: ({ email, role }) =>
      run(`${email} could not be made ${role}`, 'set-role.ts', '--email', email, '--role', role),
  };
}
