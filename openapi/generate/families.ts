import { discriminant } from './emit-union.ts';
import { at, entries, items, need, refuse, textOf, type Place } from './place.ts';
import { nameOf } from './schema-names.ts';

/** A union of named messages told apart by one property, whose constant is the key of the registry. */
export interface Family {
  readonly name: string;
  /** Constant and name of the schema, in the order of the contract. */
  readonly members: readonly (readonly [string, string])[];
}

/** The message family that a named schema is, if it is one; its mapping must agree with the branches' own constants. */
export function familyOf(name: string, schema: Place): Family | undefined {
  const discriminator = at(schema, 'discriminator');
  if (!discriminator) return undefined;
  const property = textOf(need(discriminator, 'propertyName'));
  const members = items(need(schema, 'oneOf')).map((branch): [string, string] => {
    const member = nameOf(branch) ?? refuse(branch, 'a member of a message family needs a name of its own');
    const constant = discriminant(branch, property);
    return typeof constant === 'string'
      ? [constant, member]
      : refuse(branch, `"${property}" must be a string`);
  });
  checkMapping(discriminator, members);
  return { name, members };
}

function checkMapping(discriminator: Place, members: readonly (readonly [string, string])[]): void {
  const mapping = at(discriminator, 'mapping');
  if (!mapping) return;
  const mapped = new Map(entries(mapping).map(([constant, place]) => [constant, place]));
  for (const [constant, member] of members) {
    const place =
      mapped.get(constant) ?? refuse(mapping, `does not map "${constant}", the constant of ${member}`);
    if (textOf(place) !== `#/components/schemas/${member}`)
      refuse(place, `"${constant}" is the constant of ${member}`);
    mapped.delete(constant);
  }
  for (const [constant, place] of mapped) refuse(place, `no branch has the constant "${constant}"`);
}

/** A discriminator inside another schema would get no registry, so it is refused rather than ignored. */
export function refuseHiddenFamilies(schema: Place): void {
  const walk = (place: Place, top: boolean): void => {
    const { value } = place;
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) items(place).forEach((item) => walk(item, false));
    else {
      if (!top && 'discriminator' in value && 'oneOf' in value)
        refuse(place, 'a message family needs a name of its own');
      entries(place).forEach(([, child]) => walk(child, false));
    }
  };
  walk(schema, true);
}
