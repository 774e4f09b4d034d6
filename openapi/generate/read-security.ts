import { at, entries, items, refuse, rootPlace, textOf, type Json, type Place } from './place.ts';

/**
 * The alternatives by which a caller may be let in, word for word. An operation that states none has those of the
 * contract; where that states none either, nobody decided who may call it, and that is refused. An empty alternative
 * beside others lets in those who bring nothing.
 */
export function readSecurity(operation: Place): Json[] {
  const root = rootPlace(operation.file, operation.root);
  const stated = at(operation, 'security') ?? at(root, 'security');
  if (!stated)
    return refuse(operation, 'nobody says who may call this; "security: []" opens it to everybody');
  const alternatives = items(stated);
  const [only, ...others] = alternatives;
  if (only && others.length === 0 && entries(only).length === 0)
    refuse(only, 'say "security: []" to open the operation');
  return alternatives.map((alternative) => checkAlternative(alternative, root));
}

function checkAlternative(alternative: Place, root: Place): Json {
  const components = at(root, 'components');
  const schemes = components && at(components, 'securitySchemes');
  for (const [scheme, scopes] of entries(alternative)) {
    if (!schemes || !at(schemes, scheme)) refuse(scopes, `there is no security scheme named "${scheme}"`);
    items(scopes).forEach(textOf);
  }
  return alternative.value;
}
