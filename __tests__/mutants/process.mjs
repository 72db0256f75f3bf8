// @ts-check
/** A worker process, started when it is needed, and again after a mutant that does not end. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A mutant's tests take this many times what they take without it, and this many seconds more, at most. */
const TIMES = 10;
const SPARE_SECONDS = 15;
const SPARE_CALLS = 1_000_000;
/** A process that has tried this many is replaced: what its tests leave behind adds up. */
const MOST_MUTANTS = 400;

export class Process {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #tried = 0;

  /**
   * @param {object} settings
   * @param {NodeJS.ProcessEnv} environment
   */
  constructor(settings, environment) {
    this.settings = settings;
    this.environment = environment;
  }

  #start() {
    return fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)), [], {
      execArgv: ['--no-warnings'],
      env: { ...this.environment, MESH_FAILOVER_MUTANTS: JSON.stringify(this.settings) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }

  /** Lets it do what it does by itself. */
  async ended() {
    const child = this.#start();
    const code = await new Promise((resolve) => child.on('exit', resolve));
    if (code !== 0) throw new Error(`the tests without a mutant ended with ${code}`);
  }

  /**
   * @param {number} mutant
   * @param {import('./plans.mjs').Planned} planned
   * @returns {Promise<string | undefined>} what noticed it
   */
  async killerOf(mutant, { plan, seconds, calls }) {
    if (this.#tried++ >= MOST_MUTANTS) await this.end();
    const child = (this.#child ??= this.#start());
    return new Promise((resolve) => {
      const done = (/** @type {string | undefined} */ killer, isOver = false) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (isOver) {
          this.#child = undefined;
          child.kill('SIGKILL');
        }
        resolve(killer);
      };
      const timer = setTimeout(
        () => done('too slow', true),
        (TIMES * seconds + SPARE_SECONDS) * 1000,
      );
      child.on('exit', () => done('the process ended', true));
      child.on('message', (message) => {
        const { ready, killer } = /** @type {{ ready?: true, killer?: string | null }} */ (message);
        if (!ready) done(killer ?? undefined);
      });
      child.send({ mutant, plan, most: TIMES * calls + SPARE_CALLS });
    });
  }

  async end() {
    const child = this.#child;
    this.#child = undefined;
    this.#tried = 0;
    if (!child) return;
    const gone = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}
