import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../paths.ts';
import type { TestFile } from './files.ts';
import { type Exit, type FileResult, summarise } from './tap-summary.ts';

export type FileRun = { result: FileResult; stderr: string };

const running = new Set<number>();

/** Kills the test files that are still running, with everything that they started in their group. */
export function killRunning(): void {
  for (const pid of running) killGroup(pid);
}

function killGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** Runs one test file as a program of its own; tap writes TAP when nobody runs it. */
export function runFile({ file, timeoutMs }: TestFile, env: Record<string, string>): Promise<FileRun> {
  return new Promise((done) => {
    const began = performance.now();
    const variables = { ...env, TAP_TIMEOUT: String(timeoutMs / 1000) };
    const child = spawn(process.execPath, [join(root, file)], {
      cwd: root,
      env: variables,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid) running.add(child.pid);
    const exit: Exit = { code: null, signal: null };
    const timer = setTimeout(() => {
      exit.timedOutMs = timeoutMs;
      killGroup(child.pid);
    }, timeoutMs + 5_000);
    let tap = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (tap += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A program that a test left behind must not keep us waiting for the end of its output.
    child.once('exit', () => killGroup(child.pid));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (child.pid) running.delete(child.pid);
      const result = summarise(file, tap, { ...exit, code, signal }, performance.now() - began);
      done({ result, stderr });
    });
  });
}
