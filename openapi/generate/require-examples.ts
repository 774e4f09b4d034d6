import { at, entries, type Node, need, refuse, resolve } from './contract.ts';
import type { Operation } from './operation.ts';

/** What people copy and tools send. Bytes, pages and whole contracts are not written into a contract. */
const SHOWN = new Set(['application/json', 'multipart/form-data', 'text/plain']);

/** Rejects an operation whose request or replies have no example: docs, Postman and mock servers show them. */
export function requireExamples({ node }: Operation): void {
  const body = at(node, 'requestBody');
  const replies = entries(need(node, 'responses')).map(([, reply]) => reply);
  for (const stated of body ? [body, ...replies] : replies) requireExample(resolve(stated));
}

function requireExample(stated: Node): void {
  for (const [mime, content] of entries(at(stated, 'content'))) {
    if (SHOWN.has(mime) && entries(at(content, 'examples')).length === 0)
      refuse(content, 'has no "examples"');
  }
}
