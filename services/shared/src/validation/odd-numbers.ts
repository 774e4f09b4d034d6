// To JavaScript, and so to Ajv's coercion, "Infinity", "0x64" and "1e400" are numbers too, and no bound holds them.
const DECIMALS: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d{1,15}$/,
  number: /^-?\d{1,15}(\.\d{1,15})?$/,
};

/**
 * Replaces each text that is to become a number and is no plain decimal by one that Ajv takes for none.
 * @param schema of an object; what else it is, is left alone
 */
export function refuseOddNumbers(schema: object, data: unknown): void {
  if (typeof data !== 'object' || data === null || !('properties' in schema)) return;
  const values = data as Record<string, unknown>;
  for (const [name, { type }] of Object.entries(schema.properties as Record<string, { type?: string }>)) {
    const decimal = DECIMALS[type ?? ''];
    const value = values[name];
    if (decimal !== undefined && typeof value === 'string' && !decimal.test(value)) values[name] = 'NaN';
  }
}
