// A thread that asks a URL for an answer at intervals until it gets a message, and then posts the longest answer time.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { url, everyMs } = workerData as { url: string; everyMs: number };
const stopping = new AbortController();
parentPort!.once('message', () => stopping.abort());

let longestMs = 0;
let askedMs = performance.now();
while (!stopping.signal.aborted) {
  const isAnswered = await fetch(url).then(
    (response) => response.ok,
    () => false,
  );
  longestMs = Math.max(longestMs, performance.now() - askedMs);
  await sleep(everyMs);
  // Of tries without an answer the first counts.
  if (isAnswered) askedMs = performance.now();
}
parentPort!.postMessage(longestMs);
