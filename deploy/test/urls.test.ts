import t from 'tap';
import { choosePorts, backingUrls, databaseUri } from '../local/ports.ts';

const ports = choosePorts({});
const password = 'a/b';

t.test('gives each service its own database, with or without a name in the URI', async (t) => {
  t.equal(databaseUri('mongodb://host:1', 'auth'), 'mongodb://host:1/downbeat-auth');
  t.equal(
    databaseUri('mongodb://host:1/?replicaSet=rs0', 'auth'),
    'mongodb://host:1/downbeat-auth?replicaSet=rs0',
  );
  t.equal(databaseUri('mongodb+srv://u:p@host/mine?w=1', 'music'), 'mongodb+srv://u:p@host/mine-music?w=1');
  t.equal(databaseUri('mongodb://a:1,b:2/x', 'music'), 'mongodb://a:1,b:2/x-music');
});

t.test('refuses a URI that is not of MongoDB', async (t) => {
  t.throws(() => databaseUri('http://host/', 'auth'), {
    message: 'MONGO_URI must look like mongodb://host:port/, but it is "http://host/".',
  });
});

t.test('uses the ports of servers that are started here, with an escaped password', async (t) => {
  t.strictSame(backingUrls({ MONGO_URI: '' }, ports, password), {
    mongo: 'mongodb://127.0.0.1:27117/?replicaSet=rs0&directConnection=true',
    redis: 'redis://127.0.0.1:6479',
    amqp: 'amqp://downbeat:a%2Fb@127.0.0.1:5682',
    rabbitDashboard: 'http://127.0.0.1:15672',
  });
});

t.test('uses the URIs of given servers unchanged', async (t) => {
  const given = { MONGO_URI: 'mongodb://m/', REDIS_URL: 'rediss://r', AMQP_URL: 'amqps://q' };
  t.strictSame(backingUrls(given, ports, password), {
    mongo: 'mongodb://m/',
    redis: 'rediss://r',
    amqp: 'amqps://q',
    rabbitDashboard: undefined,
  });
});
