const SAMPLE_RATE = 1000;
const HEADER_BYTES = 44;
const SILENCE = 128;

/** A silent WAV file, mono, 8 bit: a long track of few bytes. */
export function silence(seconds: number): File {
  const bytes = seconds * SAMPLE_RATE;
  const wav = Buffer.alloc(HEADER_BYTES + bytes, SILENCE);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(bytes, 40);
  return new File([wav], 'silence.wav', { type: 'audio/wav' });
}
