import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import type { AudioContentType } from '../generated/schemas.gen.ts';

/** A file from which nothing can be made; trying again cannot help. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/** Names of ffmpeg's demuxers: the format is known, so none of the others gets to read a file. */
const DEMUXERS: Readonly<Record<AudioContentType, string>> = {
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'mov',
  'audio/wav': 'wav',
};

/** Lower than each service's, so that requests come first. */
const NICENESS = 10;
const MAX_ALLOC_BYTES = 256 * 1024 * 1024;

/** A stored file, and its format. */
export interface AudioFile {
  path: string;
  contentType: AudioContentType;
}

/** The arguments that read a file, with its facts in the log. */
export const inputArguments = ({ path, contentType }: AudioFile): string[] => [
  ...['-hide_banner', '-nostdin', '-nostats', '-v', 'info', '-max_alloc', String(MAX_ALLOC_BYTES)],
  ...['-protocol_whitelist', 'file,pipe', '-threads', '1', '-f', DEMUXERS[contentType], '-i', `file:${path}`],
];

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // It has ended already.
  }
}

/** Nothing of the service's settings, but where programs are looked for. */
const ENVIRONMENT = { PATH: process.env.PATH };

interface RunningFfmpeg {
  stdout: Readable;
  /** Its exit code. Rejects when it does not start, crashes or is killed. */
  ended: Promise<number>;
  kill: () => void;
}

/**
 * Starts ffmpeg in a process of its own with low priority.
 * @param onLog gets its log in parts
 * @param signal kills it
 */
export function startFfmpeg(
  program: string,
  args: readonly string[],
  onLog: (text: string) => void,
  signal: AbortSignal,
): RunningFfmpeg {
  signal.throwIfAborted();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: ENVIRONMENT,
    signal,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  lowerPriority(child);
  child.stderr.setEncoding('utf8').on('data', onLog);
  const ended = closed.then(([code, killedBy]) => {
    if (killedBy !== null) throw new Error(`ffmpeg was ended by ${killedBy}`);
    return code ?? 0;
  });
  ended.catch(() => undefined);
  return { stdout: child.stdout, ended, kill: () => void child.kill('SIGKILL') };
}

/**
 * Has ffmpeg run for at most so long.
 * @throws UndecodableError with the words of `late`; and what `run` throws
 */
export async function withinLimit<T>(
  { limitMs, late }: { limitMs: number; late: string },
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const expired = AbortSignal.timeout(limitMs);
  try {
    return await run(AbortSignal.any([signal, expired]));
  } catch (error) {
    if (expired.aborted && !signal.aborted) throw new UndecodableError(late, { cause: error });
    throw error;
  }
}

/** Whether the program can be run, and is a working ffmpeg. */
export async function canRun(program: string): Promise<boolean> {
  const child = spawn(program, ['-hide_banner', '-version'], {
    stdio: 'ignore',
    env: ENVIRONMENT,
    timeout: 10_000,
  });
  const [code] = (await once(child, 'close').catch(() => [1])) as [number | null];
  return code === 0;
}
