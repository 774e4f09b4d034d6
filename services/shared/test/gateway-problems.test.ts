// nginx cannot read the services' error catalogue, so this test compares the gateway's copy with it.
import { readFileSync } from 'node:fs';
import t from 'tap';
import { BARE_HEADERS } from '../src/http/security-headers.ts';
import { commonErrors } from '@downbeat/shared/errors';

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../../../deploy/gateway/${name}`, import.meta.url), 'utf8').split('\n');

/** The statuses of the gateway's own problems (RFC 9110, 15.6.3 and 15.6.5). */
const ownStatus: Readonly<Record<string, number>> = { UNAVAILABLE: 502, TIMEOUT: 504 };

interface Written {
  code: string;
  title: string;
  status: number;
  kind: string;
}

/** Every answer of the configuration, with both variants of 413. */
function written(): Written[] {
  const lines = linesOf('problems.conf').filter((line) => line.trimStart().startsWith('return '));
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

const EXPECTED = [
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'FILE_TOO_LARGE',
  'FORBIDDEN',
  'HEADERS_TOO_LARGE',
  'NOT_FOUND',
  'NOT_IMPLEMENTED',
  'RATE_LIMITED',
  'REQUEST_TIMEOUT',
  'TIMEOUT',
  'UNAVAILABLE',
  'URI_TOO_LONG',
];

t.test('each answer of the gateway has the title, the type and the status of the catalogue', async (t) => {
  const answers = written();
  t.strictSame(answers.map(({ code }) => code).toSorted(), EXPECTED);
  const catalogue = commonErrors as Record<string, (() => { title: string; status: number }) | undefined>;
  for (const answer of answers) {
    const { title, status } = catalogue[answer.code]?.() ?? { title: 'none', status: 0 };
    const kind = answer.code.toLowerCase().replaceAll('_', '-');
    t.strictSame(answer, { code: answer.code, title, status: ownStatus[answer.code] ?? status, kind });
  }
});

t.test('each answer of the gateway has the headers that a service writes without its hooks', async (t) => {
  const header = /^add_header (?<name>\S+) (?:"(?<quoted>[^"]*)"|(?<bare>\S+)) always;$/;
  const headers = linesOf('problem.conf')
    .filter((line) => line.includes('add_header'))
    .map((line): [string, string] => {
      const { name = line, quoted, bare = '' } = header.exec(line)?.groups ?? {};
      return [name.toLowerCase(), quoted ?? bare];
    });
  t.strictSame(
    headers.toSorted(),
    Object.entries({
      ...BARE_HEADERS,
      'x-request-id': '$request_id',
      'access-control-allow-origin': '$cors_origin',
      'access-control-expose-headers': '$cors_exposed',
      vary: 'Origin',
    }).toSorted(),
  );
  const answers = linesOf('problems.conf').filter((line) => line.trimStart().startsWith('return '));
  const included = linesOf('problems.conf').filter((line) => line.trim().endsWith('/problem.conf;'));
  t.equal(included.length, answers.length, 'and none goes without them');
});
