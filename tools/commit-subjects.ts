// Checks the subjects of the commits: `type(scope): what changes`, at most 72 characters.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** The last commit before the project took to this style. */
const LAST_OF_OLD_STYLE = '21dedd2';
const MAX_LENGTH = 72;
const SUBJECT =
  /^(feat|fix|refactor|test|docs|build|ci|chore|perf|revert)\([a-z0-9][a-z0-9 ,-]*\)!?: \S.*[^.\s]$/;

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** A shallow clone may not have that commit: what it has is newer. A folder without history has no subjects. */
function subjects(): string[] {
  const has = (name: string): boolean =>
    spawnSync('git', ['cat-file', '-e', `${name}^{commit}`], { cwd: root }).status === 0;
  if (!has('HEAD')) return [];
  const range = has(LAST_OF_OLD_STYLE) ? [`${LAST_OF_OLD_STYLE}..HEAD`] : ['HEAD'];
  return git('log', '--no-merges', '--format=%h %s', ...range)
    .split('\n')
    .filter(Boolean);
}

const wrong = subjects().filter((line) => {
  const subject = line.slice(line.indexOf(' ') + 1);
  return subject.length > MAX_LENGTH || !SUBJECT.test(subject);
});
if (wrong.length > 0) {
  process.stdout.write(`Not "type(scope): what changes" in ${MAX_LENGTH} characters:\n${wrong.join('\n')}\n`);
  process.exitCode = 1;
}
