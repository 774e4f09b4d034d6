import { lastLine, runCommand, which } from '../command.ts';
import { say } from '../say.ts';
import type { Source } from './source.ts';

/** An image, pulled when it is not there yet. */
export function dockerImage(image: string): Source {
  const find: Source['find'] = async () => {
    if (!(await which('docker'))) return { reason: 'no docker' };
    const engine = await runCommand('docker', ['info', '--format', '{{.ServerVersion}}'], {
      timeoutMs: 20_000,
    });
    if (engine.code !== 0) return { reason: `docker does not answer (${lastLine(engine.output)})` };
    if ((await runCommand('docker', ['image', 'inspect', image])).code === 0)
      return { how: 'container', image };
    say('docker', `${image} is being pulled ...`);
    const pull = await runCommand('docker', ['pull', '--quiet', image], { timeoutMs: 900_000 });
    return pull.code === 0 ? { how: 'container', image } : { reason: lastLine(pull.output) };
  };
  return { kind: 'docker', label: `Docker image ${image}`, find };
}
