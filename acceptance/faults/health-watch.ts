// A thread that asks a URL for an answer at intervals until it gets a message, and then posts the longest answer time.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { url, everyMs } = workerData as { url: string; everyMs: number };
const stopping = new AbortController();
parentPort!.once('message', () => stopping.abort());

let longestMs = 0;
while (!stopping.signal.aborted) {
  const beganMs = performance.now();
  await fetch(url).then((response) => response.text());
  longestMs = Math.max(longestMs, performance.now() - beganMs);
  await sleep(everyMs);
}
parentPort!.postMessage(longestMs);
