const started = performance.now();
const colour = process.stdout.isTTY && !process.env.NO_COLOR;

function paint(code: number, text: string): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

export const dim = (text: string): string => paint(2, text);
export const bold = (text: string): string => paint(1, text);
export const red = (text: string): string => paint(31, text);
export const green = (text: string): string => paint(32, text);

/** One line of progress, with the seconds since the start. */
export function log(subject: string, text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${dim(`${seconds} s`)}  ${subject.padEnd(13)} ${text}\n`);
}

/** Logs that something is ready, and how long that took since `began` (a value of `performance.now()`). */
export function logReady(subject: string, began: number, what = 'ready'): void {
  log(subject, `${what} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
