interface CloseCode {
  code: number;
  reason: string;
  reconnect: boolean;
}

interface DocumentedReply {
  $ref?: string;
  'x-close-codes'?: Readonly<Record<string, CloseCode>>;
}

interface DocumentedOperation {
  description?: string;
  responses?: Readonly<Record<string, DocumentedReply>>;
  'x-codes'?: readonly string[];
}

interface Contract {
  paths?: object;
  components?: { responses?: object };
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

function refusals({ 'x-codes': codes = [] }: DocumentedOperation): string {
  if (codes.length === 0) return '';
  return `Refused with one of the codes ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}

/** Why the socket that an operation opens is closed, as a table. */
function closings({ responses = {} }: DocumentedOperation, shared: Record<string, DocumentedReply>): string {
  const stated = responses['101'] ?? {};
  const reply = shared[stated.$ref?.split('/').at(-1) ?? ''] ?? stated;
  const rows = Object.values(reply['x-close-codes'] ?? {}).map(
    ({ code, reason, reconnect }) => `| ${code} | ${reason} | ${reconnect ? 'yes' : 'no'} |`,
  );
  if (rows.length === 0) return '';
  return ['| closed with | reason | connect again |', '| --- | --- | --- |', ...rows].join('\n');
}

/**
 * A contract as its reader wants it: the page shows nothing of an `x-codes` or `x-close-codes`, so each operation says
 * it in words.
 */
export function describeCodes<C extends Contract>(contract: C): C {
  const shared = (contract.components?.responses ?? {}) as Record<string, DocumentedReply>;
  const told = (operation: DocumentedOperation): DocumentedOperation => {
    const words = [refusals(operation), closings(operation, shared)].filter(Boolean);
    if (words.length === 0) return operation;
    return { ...operation, description: [operation.description, ...words].filter(Boolean).join('\n\n') };
  };
  const paths = Object.entries((contract.paths ?? {}) as Record<string, Record<string, DocumentedOperation>>);
  const described = paths.map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [key, METHODS.has(key) ? told(value) : value]),
    ),
  ]);
  return { ...contract, paths: Object.fromEntries(described) as C['paths'] };
}
