import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export type Outcome = { code: number; output: string };
type Options = { timeoutMs?: number; env?: Record<string, string>; cwd?: string; signal?: AbortSignal };

/** Runs a program to its end and answers its code and output, also when it fails or does not exist (code 127). */
export function runCommand(command: string, args: string[], options: Options = {}): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    // Node's own `timeout` would keep us here to its end when the program does not exist.
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      done(outcome);
    };
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => end({ code: 127, output: error.message }));
    child.once('close', (code) => end({ code: code ?? 124, output }));
  });
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first executable of that name on the PATH, or in the further folders. */
export async function which(name: string, further: readonly string[] = []): Promise<string | undefined> {
  const folders = [...further, ...(process.env.PATH ?? '').split(delimiter)].filter(
    (folder) => folder !== '',
  );
  for (const folder of folders) if (await isExecutable(join(folder, name))) return join(folder, name);
  return undefined;
}

export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
