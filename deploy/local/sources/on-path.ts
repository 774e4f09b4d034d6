import { runCommand, which } from '../command.ts';
import { atLeast, firstVersion } from '../version.ts';
import type { Source } from './source.ts';

type Wanted = { program: string; further?: string[]; minimum?: string };

/** A program that the machine already has, provided that it is not too old. */
export function onPath({ program, further = [], minimum }: Wanted): Source {
  const find: Source['find'] = async () => {
    const path = await which(program, further);
    if (!path) return { reason: `no ${program}` };
    if (minimum) {
      const version = firstVersion((await runCommand(path, ['--version'])).output);
      if (!version) return { reason: `${path} does not tell its version` };
      if (!atLeast(version, minimum))
        return { reason: `${path} is ${version}, at least ${minimum} is needed` };
    }
    return { how: 'program', path };
  };
  return { kind: 'path', label: 'on the PATH', find };
}
