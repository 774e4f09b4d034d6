import { Type } from '@sinclair/typebox';
import t from 'tap';
import { allOrNone, checked, httpUrl, loadConfig, type Rule } from '@downbeat/shared/config';
import { faultsOf } from '../../test-kit/index.ts';

const Schema = Type.Object({
  KEPT: Type.String({ description: 'where', enum: ['here', 'there'], default: 'here' }),
  NAME: Type.Optional(checked((text) => (text === 'nobody' ? 'must be somebody' : undefined), {})),
  KEY: Type.Optional(Type.String({ minLength: 3 })),
  LEAST: Type.Integer({ default: 1 }),
  MOST: Type.Integer({ default: 9 }),
  PAGE: Type.Optional(httpUrl({ description: 'a page', examples: ['https://a.example/'] })),
});

const ordered: Rule<{ LEAST: number; MOST: number }> = ({ values: { LEAST, MOST } }) =>
  LEAST === undefined || MOST === undefined || LEAST <= MOST ? {} : { MOST: 'must not be below LEAST' };

const rules = [allOrNone(['NAME', 'KEY'], ['KEPT', 'there']), ordered];

const judge = (env: Record<string, string>) =>
  faultsOf(() => loadConfig(Schema, { env, service: 'test', rules }));

t.test('allOrNone accepts all variables of a group, or none', async (t) => {
  t.strictSame(judge({}), {});
  t.strictSame(judge({ NAME: '', KEY: '' }), {});
  t.strictSame(judge({ NAME: 'Ada', KEY: 'abc' }), {});
  t.strictSame(judge({ NAME: 'Ada' }), { KEY: 'must be set together with NAME' });
  t.strictSame(judge({ KEY: 'abc', NAME: '' }), { NAME: 'must be set together with KEY' });
});

t.test('a variable that is set but invalid is not reported as missing', async (t) => {
  t.strictSame(judge({ KEY: 'a' }), {
    KEY: 'must NOT have fewer than 3 characters',
    NAME: 'must be set together with KEY',
  });
});

t.test('allOrNone requires the whole group for the value that needs it', async (t) => {
  const reason = 'must be set for KEPT=there';
  t.strictSame(judge({ KEPT: 'there' }), { NAME: reason, KEY: reason });
  t.strictSame(judge({ KEPT: 'there', KEY: 'abc' }), { NAME: reason });
  t.strictSame(judge({ KEPT: 'there', KEY: 'abc', NAME: 'Ada' }), {});
  t.strictSame(judge({ KEPT: 'nowhere' }), { KEPT: 'must be one of here, there' });
});

t.test('faults of every kind are reported together', async (t) => {
  t.strictSame(judge({ KEPT: 'nowhere', NAME: 'nobody', MOST: '0', PAGE: 'mailto:ada' }), {
    KEPT: 'must be one of here, there',
    NAME: 'must be somebody',
    PAGE: 'must be an absolute http(s) URL',
    KEY: 'must be set together with NAME',
    MOST: 'must not be below LEAST',
  });
});

t.test('a rule ignores invalid variables', async (t) => {
  t.strictSame(judge({ LEAST: 'ten', MOST: '0' }), { LEAST: 'must be integer' });
});

t.test('httpUrl accepts only absolute http(s) URLs', async (t) => {
  for (const PAGE of ['https://a.example', 'http://127.0.0.1:4003/x?y=1', 'HTTPS://A.EXAMPLE/']) {
    t.strictSame(judge({ PAGE }), {}, PAGE);
  }
  const fault = { PAGE: 'must be an absolute http(s) URL' };
  for (const PAGE of [
    'nonsense',
    '/x',
    '//a.example',
    'http:a.example',
    'urn:a',
    'https://a b',
    'http://a:99999',
  ]) {
    t.strictSame(judge({ PAGE }), fault, PAGE);
  }
});
