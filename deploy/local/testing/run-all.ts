import type { TestFile } from './files.ts';
import { failureSection, fileLine } from './report.ts';
import { type FileRun, runFile } from './run-file.ts';
import type { FileResult } from './tap-summary.ts';

/** Runs the files with at most `jobs` at once, those that want the machine to themselves afterwards, one by one. */
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
  const together = files.filter(({ alone }) => !alone);
  await Promise.all(Array.from({ length: jobs }, () => work(together)));
  await work(files.filter(({ alone }) => alone));
  const failed = runs.filter(({ result }) => result.failures.length > 0);
  for (const { result, stderr } of failed) process.stdout.write(`\n${failureSection(result, stderr)}\n`);
  return runs.map(({ result }) => result);
}
