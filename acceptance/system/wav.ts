const SAMPLE_RATE = 1000;
const HEADER_BYTES = 44;
const ZERO_LEVEL = 128;

/** A WAV file, mono, 8 bit, with these samples. */
export function wavOf(samples: Uint8Array, sampleRate = SAMPLE_RATE): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** A silent WAV file: a long track in few bytes. */
export function silentWav(seconds: number): File {
  const wav = wavOf(Buffer.alloc(seconds * SAMPLE_RATE, ZERO_LEVEL));
  return new File([new Uint8Array(wav)], 'silence.wav', { type: 'audio/wav' });
}
