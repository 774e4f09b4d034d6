import { green, red } from '../say.ts';
import type { Failure, FileResult } from './tap-summary.ts';

const indent = (text: string, by: string): string => text.trimEnd().replaceAll(/^/gm, by);

/** One line for a file that has ended. */
export function fileLine({ file, passed, failures, skipped, durationMs }: FileResult): string {
  const mark = failures.length === 0 ? green('ok    ') : red('not ok');
  const counts = [`${passed} passed`];
  if (failures.length > 0) counts.push(red(`${failures.length} failed`));
  if (skipped > 0) counts.push(`${skipped} skipped`);
  return `${mark}  ${file}  ${counts.join(', ')}  ${(durationMs / 1000).toFixed(1)} s`;
}

const shownFirst = ['diff', 'found', 'wanted', 'source', 'stack'];
const hidden = new Set(['at', 'compare', 'tapCaught']);

function diagLines(diag: Failure['diag']): string[] {
  const names = [...shownFirst, ...Object.keys(diag).filter((name) => !shownFirst.includes(name))];
  return names.flatMap((name) => {
    const value = diag[name];
    if (value === undefined || hidden.has(name)) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
    return text.includes('\n') ? [`${name}:`, indent(text, '  ')] : [`${name}: ${text}`];
  });
}

/** Everything about a failed file that a person needs: each failed assertion, and the end of what it logged. */
export function failureSection({ file, failures }: FileResult, stderr: string): string {
  const parts = failures.map(({ name, diag }) => [
    red(`✗ ${name}`),
    indent(diagLines(diag).join('\n'), '    '),
  ]);
  const lines = stderr.trim().split('\n').slice(-40);
  const log = lines.map((line) => (line.length > 500 ? `${line.slice(0, 500)} ...` : line)).join('\n');
  const logged = log === '' ? [] : ['  its standard error, at the end:', indent(log, '    ')];
  return [`── ${file}`, ...parts.flat().filter((text) => text.trim() !== ''), ...logged].join('\n');
}
