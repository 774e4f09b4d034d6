/** What is known of an environment before it is whole. */
export interface Reading<Values> {
  /** The variables that are valid each by itself, with their defaults. */
  values: Partial<Values>;
  /** The names of all that are set, valid or not. */
  given: ReadonlySet<string>;
}

/** What several variables have to do with each other: expectations that are not met, by name. Repeats no value. */
export type Rule<Values> = (reading: Reading<Values>) => Partial<Record<keyof Values & string, string>>;

/**
 * Variables that only make sense together: all of them set, or none. Half of them is a mistake that would
 * otherwise switch off in silence what they are for.
 * @param neededFor a variable and the value of it that needs them all, e.g. `['STORAGE', 'imagekit']`
 */
export function allOrNone<Name extends string>(
  names: readonly Name[],
  neededFor?: readonly [variable: string, value: string],
): Rule<Partial<Record<Name, unknown>>> {
  return ({ values, given }) => {
    const missing = names.filter((name) => !given.has(name));
    const set = names.filter((name) => given.has(name));
    const isNeeded = neededFor !== undefined && Reflect.get(values, neededFor[0]) === neededFor[1];
    if (set.length === 0 && !isNeeded) return {};
    const reason = isNeeded ? `for ${neededFor.join('=')}` : `together with ${set.join(', ')}`;
    return Object.fromEntries(missing.map((name) => [name, `must be set ${reason}`])) as Record<Name, string>;
  };
}
