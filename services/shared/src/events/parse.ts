import { reasonOf } from '../backing/index.ts';
import { type DownbeatEvent, problemOf } from './catalogue.ts';

/** A message's body, read once: the event in it, or what is wrong with it. */
export type Parsed = { event: DownbeatEvent } | { problem: string };

/** Reads a message's body against the contract. Never throws: what is wrong with it is said in the answer. */
export function parseEvent(content: Buffer): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(content.toString());
  } catch (error) {
    return { problem: `not JSON: ${reasonOf(error)}` };
  }
  const problem = problemOf(value);
  return problem === null ? { event: value as DownbeatEvent } : { problem };
}
