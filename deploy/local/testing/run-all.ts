import type { Kind, TestFile } from './files.ts';
import { failureSection, fileLine } from './report.ts';
import { type FileRun, runFile } from './run-file.ts';
import type { FileResult } from './tap-summary.ts';

/**
 * Runs the files with at most `jobs` at once, of which one at most has a whole system; those that want the machine to
 * themselves come afterwards, one by one.
 */
export async function runAll(
  files: TestFile[],
  jobs: number,
  env: Record<string, string>,
): Promise<FileResult[]> {
  const runs: FileRun[] = [];
  const work = async (queue: TestFile[]): Promise<void> => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const run = await runFile(file, env);
      runs.push(run);
      process.stdout.write(`${fileLine(run.result)}\n`);
    }
  };
  const of = (kind: Kind): TestFile[] => files.filter((file) => file.kind === kind);
  const [units, systems] = [of('unit'), of('system')];
  await Promise.all([
    work(systems).then(() => work(units)),
    ...Array.from({ length: jobs - 1 }, () => work(units)),
  ]);
  await work(of('alone'));
  const failed = runs.filter(({ result }) => result.failures.length > 0);
  for (const { result, stderr } of failed) process.stdout.write(`\n${failureSection(result, stderr)}\n`);
  return runs.map(({ result }) => result);
}
