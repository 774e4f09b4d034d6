// Whether a page really sounds: the samples that reach its loudspeaker, not what the page believes.
declare global {
  interface Window {
    /** Added by {@link tapOutput}: the loudest of the last samples, from 0 to 1; 0 while the browser keeps the page silent. */
    loudness(): number;
  }
}

/** Runs in the page before its own scripts: listens to all that is connected to a loudspeaker. */
export function tapOutput(): void {
  let latest: AnalyserNode | undefined;
  // The original method, called below with the node that it belongs to.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const connect: unknown = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    if (to[0] instanceof AudioDestinationNode) {
      latest = new AnalyserNode(this.context);
      Reflect.apply(connect as () => void, this, [latest]);
    }
    const connected: unknown = Reflect.apply(connect as () => void, this, to);
    return connected;
  } as typeof AudioNode.prototype.connect;
  window.loudness = () => {
    if (latest === undefined) return 0;
    const samples = new Float32Array(latest.fftSize);
    latest.getFloatTimeDomainData(samples);
    return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
  };
}
