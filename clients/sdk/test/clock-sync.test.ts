// Bursts of probes on simulated time: when they are sent, and what happens without answers.
import { mock } from 'node:test';
import t from 'tap';
import { microseconds } from '../src/listening.ts';
import { ClockSync } from '../src/listening/clock-sync.ts';
import type { ClientMessage, ServerMessage } from '../src/listening/messages.ts';

type ProbeReply = Extract<ServerMessage, { type: 'probeReply' }>;

/** Server minus client. */
const OFFSET_US = 5_000_000;

class Probes {
  localUs = 1_000_000;
  offsetUs = OFFSET_US;
  bursts = 0;
  silences = 0;
  /** When each probe was sent, in milliseconds from the start. */
  readonly sentMs: number[] = [];
  readonly unanswered: ProbeReply[] = [];
  answers = true;
  epoch = 1;
  readonly sync: ClockSync;

  constructor() {
    mock.timers.enable({ apis: ['setTimeout'] });
    this.sync = new ClockSync({
      clock: { nowUs: () => microseconds(this.localUs) },
      send: (message) => this.#sent(message),
      onBurst: () => (this.bursts += 1),
      onSilence: () => (this.silences += 1),
    });
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 5) {
      this.localUs += 5000;
      mock.timers.tick(5);
    }
  }

  reply(reply: ProbeReply): void {
    this.sync.receive(reply, microseconds(this.localUs));
  }

  /** The times at which bursts began. */
  get beginnings(): number[] {
    return this.sentMs.filter((_, index) => index % 8 === 0);
  }

  #sent(message: ClientMessage): void {
    if (message.type !== 'probe') return;
    this.sentMs.push((this.localUs - 1_000_000) / 1000);
    const { probeId, clientSendTimeUs } = message;
    const serverTimeUs = this.localUs + this.offsetUs;
    const reply = { type: 'probeReply', probeId, clientSendTimeUs, epoch: this.epoch } as const;
    const whole = { ...reply, serverReceiveTimeUs: serverTimeUs, serverSendTimeUs: serverTimeUs };
    if (this.answers) this.reply(whole);
    else this.unanswered.push(whole);
  }
}

t.afterEach(() => mock.timers.reset());

t.test('sends bursts of eight probes: at short intervals at first, then every ten seconds', async (t) => {
  const probes = new Probes();
  probes.sync.start();
  t.equal(probes.sync.synchronised, false);
  probes.pass(150);
  t.equal(probes.sync.synchronised, true);
  t.equal(probes.sync.nowUs(), probes.localUs + OFFSET_US);
  probes.pass(30_000);
  t.same(
    probes.beginnings.map((ms) => Math.round(ms / 100) / 10),
    [0, 0.5, 1.5, 3.5, 7.5, 17.5, 27.5],
  );
  t.equal(probes.bursts, 7);
  t.equal(probes.silences, 0);
});

t.test('sends one burst on a new socket in the same epoch, and more if a clock has stepped', async (t) => {
  const probes = new Probes();
  probes.sync.useEpoch(1);
  probes.sync.resume();
  probes.pass(20_000);
  probes.sync.stop();
  const before = probes.beginnings.length;
  probes.sync.resume();
  probes.pass(9_000);
  t.equal(probes.beginnings.length, before + 1);
  probes.sync.stop();
  probes.offsetUs += 3_600_000_000;
  probes.sync.resume();
  probes.pass(3_000);
  t.equal(probes.beginnings.length, before + 4);
  t.equal(probes.sync.nowUs(), probes.localUs + probes.offsetUs);
});

t.test('gives up a server that answers nothing from the first burst on', async (t) => {
  const probes = new Probes();
  probes.answers = false;
  probes.sync.start();
  probes.pass(10_000);
  t.equal(probes.silences, 1);
  t.equal(probes.bursts, 0);
  const sent = probes.sentMs.length;
  t.equal(sent, 2 * 8);
  probes.pass(60_000);
  t.equal(probes.sentMs.length, sent, 'sends nothing over a socket that was given up');
  t.equal(probes.silences, 1);
});

t.test('gives up a server that stops answering, within 5 s of the first unanswered probe', async (t) => {
  const probes = new Probes();
  probes.sync.start();
  probes.pass(20_000);
  probes.answers = false;
  const answered = probes.sentMs.length;
  while (probes.silences === 0 && probes.localUs < 60_000_000) probes.pass(5);
  const givenUpMs = (probes.localUs - 1_000_000) / 1000 - probes.sentMs[answered]!;
  t.comment(`given up ${givenUpMs} ms after the first unanswered probe`);
  t.ok(givenUpMs > 4_000 && givenUpMs < 5_000, `${givenUpMs} ms`);
  t.equal(probes.sync.synchronised, true, 'keeps its estimate, so the music goes on');
});

t.test('keeps a server that answers late: its instance does not hang', async (t) => {
  const probes = new Probes();
  probes.answers = false;
  probes.sync.start();
  for (let seconds = 0; seconds < 60; seconds += 4) {
    probes.pass(4_000);
    probes.reply(probes.unanswered[0]!);
  }
  t.equal(probes.silences, 0);
});

t.test('sends no more bursts than usual while every answer is of another epoch', async (t) => {
  const probes = new Probes();
  probes.sync.useEpoch(2);
  probes.sync.start();
  probes.pass(5_000);
  t.ok(probes.sentMs.length <= 11 * 8, `${probes.sentMs.length} probes`);
  t.equal(probes.silences, 0);
  t.equal(probes.sync.synchronised, false);
  probes.epoch = 2;
  probes.pass(1_000);
  t.equal(probes.sync.synchronised, true);
});

t.test('does not give up the socket after one answer in between', async (t) => {
  const probes = new Probes();
  probes.answers = false;
  probes.sync.start();
  probes.pass(3000);
  probes.reply(probes.unanswered.at(-1)!);
  probes.pass(4000);
  t.equal(probes.silences, 0);
  t.equal(probes.bursts, 1);
});

t.test('starts counting silent bursts from zero with a new connection', async (t) => {
  const probes = new Probes();
  probes.answers = false;
  probes.sync.start();
  probes.pass(4000);
  probes.sync.start();
  probes.pass(4000);
  t.equal(probes.silences, 0);
  probes.sync.stop();
  const sent = probes.sentMs.length;
  probes.pass(60_000);
  t.equal(probes.sentMs.length, sent, 'sends nothing after stop');
});

t.test('ignores unexpected answers, late ones and those of another epoch', async (t) => {
  const probes = new Probes();
  probes.sync.useEpoch(1);
  probes.answers = false;
  probes.sync.start();
  probes.pass(150);
  const [first, second] = probes.unanswered;
  probes.reply({ ...first!, probeId: 9999 });
  probes.reply({ ...first!, epoch: 2 });
  probes.pass(400);
  probes.reply(second!);
  t.equal(probes.sync.synchronised, false);
  t.equal(probes.bursts, 0);
});

t.test('drops its estimate with a new epoch, and ignores an older epoch', async (t) => {
  const probes = new Probes();
  probes.sync.useEpoch(1);
  probes.sync.start();
  probes.pass(150);
  probes.epoch = 2;
  probes.sync.useEpoch(2);
  t.equal(probes.sync.synchronised, false);
  probes.pass(150);
  t.equal(probes.sync.synchronised, true);
  probes.sync.useEpoch(1);
  t.equal(probes.sync.synchronised, true);
});
