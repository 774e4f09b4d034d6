import { annotations, isTypeName } from './keywords.ts';
import { emitLiteral, emitEnumeration, emitPlain, emitTypeList } from './emit-scalar.ts';
import { emitAllOf, emitUnion } from './emit-union.ts';
import { emitObject } from './emit-object.ts';
import { typeNames, type Reference } from './emit-type.ts';
import { allowOnly, at, need, objectOf, refuse, type Place } from './place.ts';
import { call, literal } from './print.ts';
import { referencedName } from './schema-names.ts';
import { optionsOf } from './schema-options.ts';

/**
 * The TypeBox expression of a JSON Schema, with every constraint. Annotations are left to the contract, which is served
 * as it is; any other keyword that is not understood is refused with its JSON pointer.
 */
export function emitSchema(schema: Place, reference: Reference): string {
  const node = objectOf(schema);
  const nested = (child: Place): string => emitSchema(child, reference);
  if ('$ref' in node) return emitReference(schema, reference);
  if ('const' in node) return emitLiteral(schema);
  if ('oneOf' in node || 'anyOf' in node) return emitUnion(schema, nested);
  if ('allOf' in node) return emitAllOf(schema, nested);
  if ('enum' in node) return emitEnumeration(schema);
  const [name, ...others] = typeNames(schema);
  if (others.length > 0) return emitTypeList(schema);
  if (name === 'object') return emitObject(schema, reference, nested);
  if (name === 'array')
    return call('Type.Array', nested(need(schema, 'items')), optionsOf(schema, 'array', ['items']));
  return name && isTypeName(name) ? emitPlain(schema, name) : refuse(need(schema, 'type'), 'is empty');
}

function emitReference(schema: Place, reference: Reference): string {
  allowOnly(schema, ['$ref', 'default', ...annotations], 'a reference');
  const name = reference(referencedName(need(schema, '$ref')));
  const standard = at(schema, 'default');
  if (!standard) return name;
  return `Type.Unsafe<${name}>({ ...${name}, default: ${literal(standard.value)} })`;
}
