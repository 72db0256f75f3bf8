// @ts-check
/** The bench: a folder for files and logs, and the processes that must be gone when it is. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Nothing here has anything to save; an API server alone would take much longer to end by itself. */
const graceMs = 1_000;

/** One running part. Its output is in `log`. */
export class BenchProcess {
  /**
   * @param {string} name
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} log
   */
  constructor(name, child, log) {
    this.name = name;
    this.log = log;
    this.hasEnded = false;
    this.pid = /** @type {number} */ (child.pid);
    /** @type {Promise<void>} */
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.hasEnded = true;
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
  }

  /** The end of the log, for error messages. */
  logTail(lines = 25) {
    const text = existsSync(this.log) ? readFileSync(this.log, 'utf8').trimEnd() : '';
    return `--- end of ${this.log}\n${text.split('\n').slice(-lines).join('\n')}`;
  }

  /** Asks it to end, and after a while makes it. */
  async stop() {
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
      if (this.hasEnded) return;
      process.kill(this.pid, signal);
      const grace = new AbortController();
      // The timer keeps this process alive meanwhile: the part itself doesn't.
      const timer = sleep(graceMs, undefined, { signal: grace.signal }).catch(() => {});
      await Promise.race([this.ended, timer]);
      grace.abort();
    }
  }

  /** Ends it at once, as a crash would. */
  async kill() {
    if (!this.hasEnded) process.kill(this.pid, 'SIGKILL');
    await this.ended;
  }
}

export class Bench {
  /** @type {Set<BenchProcess>} */
  #processes = new Set();
  /** @type {(() => Promise<unknown>)[]} */
  #atStop = [];
  #isStopping = false;
  #watchdog;

  /** The folder is removed when the bench stops, except when MESH_FAILOVER_KEEP_BENCH is set. */
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'mesh-failover-bench-'));
    const watchdog = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));
    this.#watchdog = spawn(
      process.execPath,
      [watchdog, this.folder, keepsFolder() ? 'keep' : 'remove'],
      { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    this.#watchdog.unref();
    // A Socket at run time; unref'ed, so that a script that forgets to stop the bench still ends.
    /** @type {import('node:net').Socket} */ (this.#watchdog.stdin).unref();
    this.#watchdog.stdin.on('error', () => {});
  }

  /** @param {string[]} names */
  path(...names) {
    return join(this.folder, ...names);
  }

  /**
   * @param {string} name
   * @param {string} content
   */
  async write(name, content) {
    await writeFile(this.path(name), content, { mode: 0o600 });
    return this.path(name);
  }

  /**
   * Starts a part in a session of its own, so that an interrupt meant for the test doesn't reach it.
   *
   * @param {string} name unique in this bench; names the log
   * @param {string} file
   * @param {string[]} args
   * @param {{ env?: Record<string, string> }} [options]
   * @returns {BenchProcess}
   */
  spawn(name, file, args, { env = {} } = {}) {
    if (this.#isStopping) throw new Error(`the bench is stopped; ${name} cannot be started`);
    const log = this.path(`${name}.log`);
    const output = openSync(log, 'a');
    const child = spawn(file, args, {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env['PATH'], HOME: this.folder, ...env },
    });
    closeSync(output);
    child.unref();
    const part = new BenchProcess(name, child, log);
    if (child.pid !== undefined) {
      const { pid } = child;
      this.#processes.add(part);
      this.#watchdog.stdin.write(`+${pid}\n`);
      void part.ended.then(() => {
        this.#processes.delete(part);
        this.#watchdog.stdin.write(`-${pid}\n`);
      });
    }
    return part;
  }

  /**
   * Something in this process that must be closed with the bench.
   *
   * @param {() => Promise<unknown>} close
   */
  atStop(close) {
    this.#atStop.push(close);
  }

  /** Stops everything; calling it again does nothing. */
  async stop() {
    if (this.#isStopping) return;
    this.#isStopping = true;
    await Promise.allSettled(this.#atStop.map((close) => close()));
    await Promise.all([...this.#processes].map((part) => part.stop()));
    if (!keepsFolder()) {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
    this.#watchdog.stdin.end();
  }
}

function keepsFolder() {
  return Boolean(process.env['MESH_FAILOVER_KEEP_BENCH']);
}
