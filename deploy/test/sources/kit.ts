import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, runCommand } from '../../local/command.ts';

/** A program of a few lines of shell, under its name in a folder. */
export function program(folder: string, name: string, script: string, mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

const sources = join(import.meta.dirname, '../../local/sources');

/**
 * What an expression finds that uses one of the files of `sources`, in a process of its own: where the cache lies and
 * what the PATH has is read once, at the start. Of the shell's variables it has those that are given and no others.
 */
export async function found(file: string, expression: string, env: Record<string, string>): Promise<unknown> {
  const told = JSON.stringify(join(sources, file));
  const script = `const source = await import(${told}); console.log('\\n' + JSON.stringify(await ${expression}));`;
  const shell = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const args = ['-i', ...shell, process.execPath, '--input-type=module', '-e', script];
  const { code, output }: Outcome = await runCommand('/usr/bin/env', args);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
