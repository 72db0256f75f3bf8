// @ts-check
/**
 * Kills what a bench left behind when its process is gone, however it went.
 *
 * Signal handlers and `exit` listeners don't run after a SIGKILL, nor inside jest's sandbox. A pipe always closes: this
 * process reads `+PID` and `-PID` lines from its stdin, and when that ends, kills every pid that is left. The bench's
 * folder (its first argument) goes too, unless it is to be kept.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [folder, keep] = process.argv.slice(2);
/** @type {Set<number>} */
const pids = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) pids.add(pid);
  else pids.delete(pid);
}
for (const pid of pids) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
if (folder && keep !== 'keep') {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
