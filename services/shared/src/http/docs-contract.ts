interface DocumentedOperation {
  description?: string;
  'x-codes'?: readonly string[];
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

function withCodes(operation: DocumentedOperation): DocumentedOperation {
  const codes = operation['x-codes'] ?? [];
  if (codes.length === 0) return operation;
  const sentence = `Refused with one of the codes ${codes.map((code) => `\`${code}\``).join(', ')}.`;
  return { ...operation, description: [operation.description, sentence].filter(Boolean).join('\n\n') };
}

/** A contract as its reader wants it: the page shows nothing of an `x-codes`, so each operation says it in words. */
export function describeCodes<C extends { paths?: object }>(contract: C): C {
  const paths = Object.entries((contract.paths ?? {}) as Record<string, Record<string, DocumentedOperation>>);
  const told = paths.map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [key, METHODS.has(key) ? withCodes(value) : value]),
    ),
  ]);
  return { ...contract, paths: Object.fromEntries(told) as C['paths'] };
}
