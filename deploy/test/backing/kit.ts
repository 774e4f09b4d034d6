import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, runCommand } from '../../local/command.ts';

/** Writes a program of a few lines of shell into a folder. */
export function program(folder: string, name: string, script: string, mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

const backing = join(import.meta.dirname, '../../local/backing');

/**
 * The value of an expression that uses a file of `backing`, in a process of its own with the given variables only: the
 * folder of the cache and the PATH are read once, at the start.
 */
export async function found(file: string, expression: string, env: Record<string, string>): Promise<unknown> {
  const module = JSON.stringify(join(backing, file));
  const script = `const source = await import(${module}); console.log('\\n' + JSON.stringify(await ${expression}));`;
  const shell = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const args = ['-i', ...shell, process.execPath, '--input-type=module', '-e', script];
  const { code, output }: Outcome = await runCommand('/usr/bin/env', args);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
