// How often finished work lets the cached lists be read again.
import { mock } from 'node:test';
import t from 'tap';
import { createAnnouncer } from '../../src/jobs/announcer.ts';

t.test(
  'announces the first soon, further ones at most once in the given time, and the last at the end',
  async (t) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    t.teardown(() => mock.timers.reset());
    let announced = 0;
    const advance = async () => void (announced += 1);
    const announcer = createAnnouncer({ advance }, 60_000);
    announcer.announce();
    announcer.announce();
    mock.timers.tick(2_000);
    t.equal(announced, 1);
    for (let second = 0; second < 59; second += 1) {
      announcer.announce();
      mock.timers.tick(1_000);
    }
    t.equal(announced, 1, 'the lists stay in the caches');
    mock.timers.tick(1_000);
    t.equal(announced, 2);
    mock.timers.tick(120_000);
    t.equal(announced, 2, 'nothing has changed');
    announcer.announce();
    await announcer.stop();
    t.equal(announced, 3);
    await announcer.stop();
    t.equal(announced, 3);
  },
);
