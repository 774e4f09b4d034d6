import type { Stereo } from './effects.ts';
import { sampleRate } from './envelope.ts';

/** 16-bit PCM in a RIFF header, interleaved. */
export function toWav({ left, right }: Stereo): Buffer {
  const bytes = left.length * 4;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(bytes, 40);
  for (let index = 0; index < left.length; index++) {
    wav.writeInt16LE(Math.round((left[index] ?? 0) * 32_767), 44 + index * 4);
    wav.writeInt16LE(Math.round((right[index] ?? 0) * 32_767), 46 + index * 4);
  }
  return wav;
}
