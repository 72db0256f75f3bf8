import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import { UserError } from '../foundation/errors.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import {
  changeBetween,
  mendedBetween,
  type ChangeResult,
  type CheckedProject,
} from '../project/change.js';
import { globBase } from '../sources/find-files.js';
import { configPath } from '../sources/load-config.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { inspectAgain, type InspectOptions } from './inspect.js';

/** One look at the files. */
export interface WatchedCheck {
  checked: CheckedProject;
  lint: LintResult;
  /** What has changed since the look before; undefined for the first. */
  since: { change: ChangeResult; mended: Finding[] } | undefined;
  /** How long it took. */
  seconds: number;
}

export interface WatchOptions {
  scenarios: ScenarioOptions;
  /** Ends the watching. */
  signal: AbortSignal;
  /** Gets each look whose result may be another than that of the one before. */
  onCheck: (check: WatchedCheck) => Promise<void>;
  /** Gets why the files cannot be checked as they are: the next change may mend it. */
  onProblem: (error: UserError) => void;
}

/** Milliseconds in which changes count as one: an editor writes a file in several steps, and git many files. */
const settling = 100;

/**
 * Checks the files, and again whenever one below the working folder or the configuration has changed, until the signal. What is known of files
 * that have not changed is kept.
 *
 * @throws UserError as `inspect`, for the first look alone.
 */
export async function watchSources(
  options: InspectOptions,
  { scenarios, signal, onCheck, onProblem }: WatchOptions,
): Promise<void> {
  let before: CheckedProject | undefined;
  const look = async () => {
    const start = performance.now();
    const project = await inspectAgain(options, before?.project);
    const checked: CheckedProject = { ...project.check(scenarios), project };
    const since = before && {
      change: changeBetween(before, checked, [], scenarios),
      mended: mendedBetween(before, checked),
    };
    before = checked;
    const seconds = (performance.now() - start) / 1000;
    await onCheck({ checked, lint: checked.lint, since, seconds });
  };
  const changes = new Changes(signal);
  const roots = rootsOf(options);
  const watcher = watchFiles(roots, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => !roots.includes(path) && isPassedOver(basename(path)),
  });
  watcher.on('all', changes.note);
  watcher.on('error', changes.fail);
  try {
    await new Promise<void>((done) => void watcher.once('ready', done));
    await look();
    while (await changes.next()) {
      try {
        await look();
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        onProblem(error);
      }
    }
  } finally {
    await watcher.close();
  }
}

/** The paths that are looked at, or else the working folder; and the configuration. */
function rootsOf({ cwd, configFile, paths }: InspectOptions): string[] {
  const bases = paths.length > 0 ? paths.map(globBase) : ['.'];
  const config = configPath({ cwd, file: configFile });
  return [...bases, ...(config === undefined ? [] : [config])].map((path) => resolve(cwd, path));
}

function isPassedOver(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

/** Whether something has changed. */
class Changes {
  readonly #signal: AbortSignal;
  #hasChanged = false;
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      this.#wake();
    });
  }

  readonly note = () => {
    this.#hasChanged = true;
    this.#wake();
  };

  readonly fail = (error: unknown) => {
    this.#failure = error;
    this.#wake();
  };

  /**
   * Waits for a change, and until those that come with it are made. False: the signal has ended it.
   *
   * @throws UserError where the files cannot be watched.
   */
  async next(): Promise<boolean> {
    while (!this.#hasChanged && !this.#signal.aborted && this.#failure === undefined) {
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    if (this.#failure !== undefined) {
      const { code = 'unknown error' } = this.#failure as NodeJS.ErrnoException;
      throw new UserError(`the files cannot be watched (${code}); name fewer folders`);
    }
    while (this.#hasChanged && !this.#signal.aborted) {
      this.#hasChanged = false;
      await sleep(settling);
    }
    return !this.#signal.aborted;
  }
}
