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

/** Writes each operation's `x-codes` and `x-close-codes` into its description: the docs page shows no extensions. */
export function describeCodes<C extends Contract>(contract: C): C {
  const shared = (contract.components?.responses ?? {}) as Record<string, DocumentedReply>;
  const paths = structuredClone(
    (contract.paths ?? {}) as Record<string, Record<string, DocumentedOperation>>,
  );
  // The other members of a path, such as its parameters, have none of these extensions.
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    const { description, responses, 'x-codes': codes = [] } = operation;
    const parts = [description, refusals(codes), closings(responses?.['101'], shared)].filter(Boolean);
    if (parts.length > 0) operation.description = parts.join('\n\n');
  }
  return { ...contract, paths };
}

function refusals(codes: readonly string[]): string {
  if (codes.length === 0) return '';
  return `Refused with one of the codes ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}

/** The close codes of the socket that an operation opens, as a Markdown table. */
function closings(upgraded: DocumentedReply = {}, shared: Record<string, DocumentedReply>): string {
  const reply = shared[upgraded.$ref?.split('/').at(-1) ?? ''] ?? upgraded;
  const rows = Object.values(reply['x-close-codes'] ?? {}).map(
    ({ code, reason, reconnect }) => `| ${code} | ${reason} | ${reconnect ? 'yes' : 'no'} |`,
  );
  if (rows.length === 0) return '';
  return ['| closed with | reason | connect again |', '| --- | --- | --- |', ...rows].join('\n');
}
