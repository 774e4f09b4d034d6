// The gateway answers in the words of the services: nginx cannot read their catalogue, so its copy is held to it here.
import { readFileSync } from 'node:fs';
import t from 'tap';
import { commonErrors } from '../../src/problem/index.ts';

const problems = new URL('../../../../deploy/gateway/problems.conf', import.meta.url);
const text = readFileSync(problems, 'utf8');

/** What a service does not answer is the gateway's own status (RFC 9110, 15.6.3 and 15.6.5). */
const ownStatus: Readonly<Record<string, number>> = { UNAVAILABLE: 502, TIMEOUT: 504 };

interface Written {
  code: string;
  title: string;
  status: number;
  kind: string;
}

/** Every answer as it is written, with the two kinds of too large put in their place. */
function written(): Written[] {
  const lines = text.split('\n').filter((line) => line.trimStart().startsWith('return '));
  return lines.flatMap((line) => {
    const both = ['file', 'body'].map((kind) =>
      line.replaceAll('$too_large_kind', kind).replace('$too_large_code', `${kind.toUpperCase()}_TOO_LARGE`),
    );
    return (line.includes('$too_large_kind') ? both : [line]).map(read);
  });
}

function read(line: string): Written {
  const part = (pattern: RegExp): string => pattern.exec(line)?.[1] ?? '';
  return {
    code: part(/"code":"(\w+)"/),
    title: part(/"title":"([^"]*)"/),
    status: Number(part(/"status":(\d+)/)),
    kind: part(/"type":"\$kinds\/([^"]*)"/),
  };
}

t.test('each answer of the gateway has the title, the type and the status of the catalogue', async (t) => {
  const answers = written();
  t.equal(answers.length, text.split('return ').length);
  const catalogue = commonErrors as Record<string, (() => { title: string; status: number }) | undefined>;
  for (const answer of answers) {
    const { title, status } = catalogue[answer.code]?.() ?? { title: 'none', status: 0 };
    const kind = answer.code.toLowerCase().replaceAll('_', '-');
    t.strictSame(answer, { code: answer.code, title, status: ownStatus[answer.code] ?? status, kind });
  }
});
