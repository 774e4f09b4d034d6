/** Greyer pixels than this have no hue to speak of. */
const MIN_CHROMA = 24;
const HUES = 24;

/**
 * The hue of a picture that most of its strong colours share, in degrees.
 *
 * @param pixels red, green, blue and alpha in turn, from 0 to 255
 * @returns null for a picture without colour
 */
export function hueOfPixels(pixels: Uint8ClampedArray): number | null {
  const weights = new Float64Array(HUES);
  for (let index = 0; index < pixels.length; index += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index, index + 3);
    const chroma = Math.max(red, green, blue) - Math.min(red, green, blue);
    if (chroma < MIN_CHROMA) continue;
    const degrees = (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
    const slot = Math.floor((((degrees + 360) % 360) / 360) * HUES);
    weights[slot] = (weights[slot] ?? 0) + chroma;
  }
  const best = weights.indexOf(Math.max(...weights));
  if ((weights[best] ?? 0) === 0) return null;
  // Hues of RGB and of OKLCH differ by about 25 degrees, from red to blue.
  return (((best + 0.5) / HUES) * 360 + 25) % 360;
}
