import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

export interface CrashChild {
  pid: number;
  /** Resolves to the signal that ended the process, or null. */
  ended: Promise<NodeJS.Signals | null>;
  end(): Promise<void>;
}

/** Starts crash-service.ts; resolves when both of its consumers are subscribed or the process has ended. */
export async function startCrashChild(
  t: Test,
  env: Record<string, string>,
  point: string,
  onStart: (child: CrashChild) => void = () => undefined,
): Promise<CrashChild> {
  const script = join(import.meta.dirname, 'crash-service.ts');
  const child = spawn(process.execPath, [script, point], {
    env: { ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  t.teardown(end);
  const crashChild = { pid: child.pid!, ended, end };
  onStart(crashChild);
  let subscribed = 0;
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    lines.on('close', resolve);
    lines.on('line', (line) => {
      if (line.includes('"msg":"subscribed"')) subscribed += 1;
      if (subscribed === 2) resolve();
    });
  });
  return crashChild;
}
