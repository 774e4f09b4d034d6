import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

export type Outcome = { code: number; output: string };
type Options = { timeoutMs?: number; env?: Record<string, string>; cwd?: string; signal?: AbortSignal };

/**
 * Runs a program to its end and returns its exit code and its output, also when it fails. The code is 127 for a program
 * that does not exist and 124 for one that was killed, for example after `timeoutMs` (one minute by default).
 */
export async function runCommand(command: string, args: string[], options: Options = {}): Promise<Outcome> {
  const { timeoutMs = 60_000, env, cwd, signal } = options;
  const result = await execa(command, args, {
    stdin: 'ignore',
    all: true,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 200_000_000,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(env && { env }),
    ...(cwd && { cwd }),
    ...(signal && { cancelSignal: signal }),
  });
  if (result.code === 'ENOENT' || result.code === 'EACCES')
    return { code: 127, output: result.originalMessage ?? result.code };
  return { code: result.exitCode ?? 124, output: result.all };
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first executable of that name in the `first` folders or on the PATH. */
export async function which(name: string, first: readonly string[] = []): Promise<string | undefined> {
  const folders = [...first, ...(process.env.PATH ?? '').split(delimiter)].filter((folder) => folder !== '');
  for (const folder of folders) if (await isExecutable(join(folder, name))) return join(folder, name);
  return undefined;
}

export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
