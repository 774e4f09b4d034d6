import t from 'tap';
import { isPlainMailbox } from '@downbeat/shared/text';

const [local, label] = ['l'.repeat(64), 'd'.repeat(63)];
/** 254 octets: a local part of 60, and a domain of 193. */
const longest = `${'l'.repeat(60)}@${label}.${label}.${label}.d`;

void t.test('accepts an e-mail at its length limits, and refuses one octet more', async (t) => {
  t.equal(longest.length, 254);
  for (const address of [`${local}@example.com`, `ada@${label}.com`, longest]) {
    t.ok(isPlainMailbox(address), address);
  }
  for (const address of [`${local}l@example.com`, `ada@${label}d.com`, `l${longest}`]) {
    t.notOk(isPlainMailbox(address), address);
  }
});

void t.test('refuses what a mail header or envelope could read as something else', async (t) => {
  for (const address of [
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example.com\n',
    'ada@example.com\r\nBcc: bob@example.com',
    'ada@example.com,bob@example.com',
    '"ada"@example.com',
    'ada@[127.0.0.1]',
    'a..b@example.com',
    'ü1@example.com',
    'ada@exämple.com',
  ]) {
    t.notOk(isPlainMailbox(address), JSON.stringify(address));
  }
});
