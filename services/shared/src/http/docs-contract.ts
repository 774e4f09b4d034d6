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

/** The close codes of the socket that an operation opens, as a Markdown table. */
function closings({ responses = {} }: DocumentedOperation, shared: Record<string, DocumentedReply>): string {
  const upgraded = responses['101'] ?? {};
  const reply = shared[upgraded.$ref?.split('/').at(-1) ?? ''] ?? upgraded;
  const rows = Object.values(reply['x-close-codes'] ?? {}).map(
    ({ code, reason, reconnect }) => `| ${code} | ${reason} | ${reconnect ? 'yes' : 'no'} |`,
  );
  if (rows.length === 0) return '';
  return ['| closed with | reason | connect again |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Writes each operation's `x-codes` and `x-close-codes` into its description: the docs page shows no extensions. */
export function describeCodes<C extends Contract>(contract: C): C {
  const shared = (contract.components?.responses ?? {}) as Record<string, DocumentedReply>;
  const described = (operation: DocumentedOperation): DocumentedOperation => {
    const sentences = [refusals(operation), closings(operation, shared)].filter(Boolean);
    if (sentences.length === 0) return operation;
    return { ...operation, description: [operation.description, ...sentences].filter(Boolean).join('\n\n') };
  };
  const paths = Object.entries((contract.paths ?? {}) as Record<string, Record<string, DocumentedOperation>>);
  const withDescriptions = paths.map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [key, METHODS.has(key) ? described(value) : value]),
    ),
  ]);
  return { ...contract, paths: Object.fromEntries(withDescriptions) as C['paths'] };
}
