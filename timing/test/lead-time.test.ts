import fc from 'fast-check';
import t from 'tap';
import { GREATEST_LEAD_MS, LEAST_LEAD_MS, leadTimeMs } from '../src/index.ts';

t.test('uses the shortest lead time without a valid report', async (t) => {
  t.equal(leadTimeMs([]), 150);
  t.equal(leadTimeMs([{ roundTripP95Ms: NaN, outputDelayMs: 10 }]), 150);
});

t.test('limits the lead time for a very slow member', async (t) => {
  t.equal(leadTimeMs([{ roundTripP95Ms: 60_000, outputDelayMs: 0 }]), 3000);
});

t.test('follows the slowest member, with its output delay', async (t) => {
  const members = [
    { roundTripP95Ms: 80, outputDelayMs: 20 },
    { roundTripP95Ms: 120, outputDelayMs: 180.5 },
  ];
  t.equal(leadTimeMs(members), 351);
});

t.test('stays within the limits, and is never shorter with one more member', async () => {
  const delay = fc.record({
    roundTripP95Ms: fc.double({ min: 0, max: 1e5, noNaN: true }),
    outputDelayMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(delay), delay, (members, more) => {
      const lead = leadTimeMs(members);
      return lead >= LEAST_LEAD_MS && lead <= GREATEST_LEAD_MS && leadTimeMs([...members, more]) >= lead;
    }),
  );
});
