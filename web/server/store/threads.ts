/** Long computing beside the thread that answers calls. What goes in and out must be plain data. */
import { Worker, parentPort, workerData } from 'node:worker_threads';

/** `entry` is the module of the thread, which calls `serveThread`. Throws what it threw. */
export function runInThread<In, Out>(entry: URL, input: In): Promise<Out> {
  const thread = new Worker(entry, { workerData: input });
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
  });
}

/** In such a thread: computes, answers, and ends. */
export function serveThread<In, Out>(compute: (input: In) => Out): void {
  parentPort?.postMessage(compute(workerData as In));
}
