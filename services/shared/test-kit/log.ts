import { type Logger, pino } from 'pino';

/** One line of a log, parsed. */
export interface LogLine {
  level: number;
  msg: string;
  [key: string]: unknown;
}

/** A logger and its lines. */
export interface CapturedLog {
  logger: Logger;
  lines: LogLine[];
  /** Lines with this message. */
  withMessage: (message: string) => LogLine[];
}

/** A real pino logger whose lines are kept for assertions. */
export function captureLog(): CapturedLog {
  const lines: LogLine[] = [];
  const write = (text: string) => void lines.push(JSON.parse(text) as LogLine);
  return {
    logger: pino({ level: 'trace' }, { write }),
    lines,
    withMessage: (message) => lines.filter(({ msg }) => msg === message),
  };
}
