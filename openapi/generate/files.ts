import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './generate.ts';

const generated = /\.gen\.(ts|json)$/;

/** The generated files on disk that are missing, differ, or have no contract any more; sorted. */
export async function differences(root: string, files: Files): Promise<string[]> {
  const changed = await Promise.all(
    [...files].map(async ([path, text]) => ((await read(join(root, path))) === text ? [] : [path])),
  );
  return [...changed.flat(), ...(await leftovers(root, files))].sort();
}

/** Makes the disk agree and says which files it touched. What is right already keeps its time stamp. */
export async function write(root: string, files: Files): Promise<string[]> {
  const paths = await differences(root, files);
  await Promise.all(paths.map((path) => replace(join(root, path), files.get(path))));
  return paths;
}

async function replace(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function leftovers(root: string, files: Files): Promise<string[]> {
  const folders = [...new Set([...files.keys()].map((path) => dirname(path)))];
  const found = await Promise.all(folders.map((folder) => list(root, folder)));
  return found.flat().filter((path) => generated.test(path) && !files.has(path));
}

async function list(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch(absent<string[]>([]));
  return names.map((name) => join(folder, name));
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(absent(undefined));
}

function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  };
}
