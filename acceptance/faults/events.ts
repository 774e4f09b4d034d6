// Registrations while each program on the way from a registration to its welcome mail is killed and frozen.
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { createClient } from '../system/clients.ts';
import { Databases } from './databases.ts';
import { broken, type DrillContext, type FaultRecord, type Outcome, shuffled } from './drill.ts';
import { RegistrationLoad } from './load.ts';
import { auditMails, type MailAudit, storedAccounts } from './mail-audit.ts';

const PROGRAMS = ['auth', 'notification', 'mongo', 'rabbitmq', 'redis', 'mail'];
const KILLS = 3;
const FROZEN_MS = 10_000;
const MONGO_FROZEN_MS = 30_000;
const LOOPS = 3;
/** About six registrations a second: the mail catcher keeps 5,000 mails. */
const PAUSE_MS = 400;
const MAILED_WITHIN_MS = 240_000;
const EMPTY_WITHIN_MS = 30_000;
/** 10 s for each of two faults that strike one mail. */
const LATEST_MAIL_MS = 20_000;
/** After the freeze of MongoDB, for the mails that it has delayed. */
const AFTER_FREEZE_MS = 10_000;

interface Fault {
  name: string;
  isFrozen: boolean;
}

function plan({ random, isShort }: DrillContext): Fault[] {
  const of = (name: string): Fault[] => [
    ...Array.from({ length: isShort ? 1 : KILLS }, () => ({ name, isFrozen: false })),
    ...(isShort && name !== 'mongo' ? [] : [{ name, isFrozen: true }]),
  ];
  return shuffled(PROGRAMS.flatMap(of), random);
}

/** The number of messages in the broker's queues whose name matches. */
async function messagesIn({ system }: DrillContext, queue: RegExp): Promise<number> {
  const { backing } = system.local!;
  const { username, password } = new URL(backing.amqp);
  const basic = Buffer.from(`${username}:${decodeURIComponent(password)}`).toString('base64');
  const response = await fetch(`${backing.rabbitDashboard}/api/queues`, {
    headers: { authorization: `Basic ${basic}` },
    signal: AbortSignal.timeout(10_000),
  });
  const queues = (await response.json()) as { name: string; messages?: number }[];
  return queues.filter(({ name }) => queue.test(name)).reduce((sum, { messages = 0 }) => sum + messages, 0);
}

/** The time between two moments, without the time in which a fault lasted. */
function withoutFaults(fromMs: number, untilMs: number, faults: readonly FaultRecord[]): number {
  const overlaps = faults.map((fault) =>
    Math.max(0, Math.min(fault.untilMs, untilMs) - Math.max(fault.fromMs, fromMs)),
  );
  return untilMs - fromMs - overlaps.reduce((sum, overlapMs) => sum + overlapMs, 0);
}

/** How long the latest mail took from its registration, and from the end of a freeze of MongoDB that it met. */
function latestMailMs({ rows }: MailAudit, load: RegistrationLoad, faults: readonly FaultRecord[]) {
  const waits = rows.map(({ recipient, finishedAt }) => {
    const acceptedMs = finishedAt!.getTime();
    const sinceMs = load.acknowledgedAt.get(recipient) ?? acceptedMs;
    const freezes = faults.filter(
      ({ name, overMs }) => name === 'mongo frozen' && sinceMs < overMs && overMs < acceptedMs,
    );
    const afterFreezesMs = freezes.map((freeze) => {
      const others = faults.filter((fault) => fault !== freeze);
      return withoutFaults(freeze.overMs, acceptedMs, others);
    });
    return { ms: withoutFaults(sinceMs, acceptedMs, faults), afterFreezeMs: Math.max(0, ...afterFreezesMs) };
  });
  return {
    latestMs: Math.max(0, ...waits.map(({ ms }) => ms)),
    afterFreezeMs: Math.max(0, ...waits.map(({ afterFreezeMs }) => afterFreezeMs)),
  };
}

export async function events(context: DrillContext): Promise<Outcome> {
  const { system, teardown, random, faults, log } = context;
  const databases = new Databases(teardown, system);
  const load = new RegistrationLoad(() => createClient(system), LOOPS, PAUSE_MS);
  for (const { name, isFrozen } of plan(context)) {
    await sleep(1_000 + random.uniform() * 2_000);
    const { inFlight, acknowledged } = load.tally;
    const frozenMs = name === 'mongo' ? MONGO_FROZEN_MS : FROZEN_MS;
    await (isFrozen ? faults.freeze(name, frozenMs) : faults.kill(name));
    log(`${name}${isFrozen ? ' frozen' : ''} with ${inFlight} in flight, ${acknowledged} acknowledged`);
  }
  await load.stop();
  const audit = await auditMails(system, databases, load, MAILED_WITHIN_MS);
  const drained = async (): Promise<void> => {
    const waiting = (await databases.unpublished()) + (await messagesIn(context, /^notification\.mail/));
    if (waiting > 0) throw new Error(`${waiting} events wait`);
  };
  const isDrained = await poll(drained, { withinMs: EMPTY_WITHIN_MS, what: 'empty queues' }).then(
    () => true,
    () => false,
  );
  const { stored, duplicates, lost: lostAccounts } = await storedAccounts(databases, load);
  const { attempted, acknowledged, unexpected } = load.tally;
  const { latestMs, afterFreezeMs } = latestMailMs(audit, load, faults.records);
  const figures = {
    stored,
    mailed: audit.rows.length - audit.lost.length,
    'mails lost': audit.lost.length,
    'copies unexplained': audit.unexplained.length + audit.otherIds.length,
    parked: await messagesIn(context, /\.parking$/),
    'latest mail without faults ms': latestMs,
    'latest mail after a 30 s freeze of MongoDB ms': afterFreezeMs,
  };
  const failures = broken({
    'a registration was not acknowledged in the end': acknowledged === attempted,
    'a registration is not stored once': stored === attempted && duplicates === 0,
    'a registration has no mail': audit.lost.length === 0 && audit.rows.length === attempted,
    'a copy of a mail is not explained by the ledger': figures['copies unexplained'] === 0,
    'something unexpected happened': unexpected.length === 0,
    'an event was parked': figures.parked === 0,
    'the outbox or a queue is not empty': isDrained,
    [`a mail took more than ${LATEST_MAIL_MS} ms, without the time of faults`]: latestMs <= LATEST_MAIL_MS,
    [`a mail came more than ${AFTER_FREEZE_MS} ms after a freeze of MongoDB`]:
      afterFreezeMs <= AFTER_FREEZE_MS,
  });
  return {
    attempted,
    acknowledged,
    lost: lostAccounts + audit.lost.length,
    unexpected,
    duplicate: duplicates + audit.duplicates,
    figures,
    failures,
  };
}
