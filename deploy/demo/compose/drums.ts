import { sampleRate } from './envelope.ts';
import type { Random } from './random.ts';

export type Drum = (random: Random) => Float32Array;

function samples(seconds: number, at: (seconds: number) => number): Float32Array {
  return Float32Array.from({ length: Math.ceil(seconds * sampleRate) }, (_, index) => at(index / sampleRate));
}

/** A sine that falls in pitch; `endHz` decides between a soft thump and a deep one. */
export function kick(endHz = 48, seconds = 0.35): Drum {
  return () => {
    let turns = 0;
    return samples(seconds, (now) => {
      turns += (endHz + 150 * Math.exp(-now * 45)) / sampleRate;
      return (
        Math.sin(2 * Math.PI * turns) * Math.exp((-now * 5) / seconds) * Math.min(1, (seconds - now) * 200)
      );
    });
  };
}

export function snare(toneHz = 185, seconds = 0.22): Drum {
  return (random) =>
    samples(seconds, (now) => {
      const tone = Math.sin(2 * Math.PI * toneHz * now) * Math.exp(-now * 30) * 0.6;
      return tone + (random() * 2 - 1) * Math.exp((-now * 4.5) / seconds) * 0.55;
    });
}

/** High-passed noise: a closed hat when short, an open one when long. */
export function hat(seconds = 0.06): Drum {
  return (random) => {
    let before = 0;
    return samples(seconds, (now) => {
      const noise = random() * 2 - 1;
      const high = noise - before;
      before = noise;
      return high * 0.4 * Math.exp((-now * 5) / seconds);
    });
  };
}

export function clap(): Drum {
  return (random) =>
    samples(0.25, (now) => {
      const hands = now < 0.03 ? Math.exp(-(now % 0.01) * 300) : Math.exp(-(now - 0.03) * 22);
      return (random() * 2 - 1) * hands * 0.5;
    });
}
