import t from 'tap';
import { isLoopback } from '@downbeat/shared/config';

t.test('only this machine is loopback', async (t) => {
  for (const host of ['localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]']) t.ok(isLoopback(host), host);
  for (const host of ['localhost.example', '127.0.0.1.example', '10.0.0.1', 'a.localhost.example', '']) {
    t.notOk(isLoopback(host), host);
  }
});
