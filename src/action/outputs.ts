import { setOutput } from '@actions/core';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyResult } from '../deploy/apply-result.js';
import type { EvacuationResult } from '../deploy/evacuation-result.js';
import { UserError } from '../foundation/errors.js';
import { safeText } from '../foundation/safe-text.js';
import type { PlanResult } from '../deploy/plan-result.js';
import type { RollbackResult } from '../deploy/rollback-result.js';
import type { DrillResult } from '../drill/drill-result.js';
import { json, toJson } from '../report/json.js';
import type { Piece } from '../report/report.js';
import { sarif } from '../report/sarif.js';
import type { CheckedWorkspace } from './check.js';
import type { Mode } from './decide-mode.js';

/** As bytes: what a step is given by an environment variable may be 128 KiB long. */
const mostInOutput = 100_000;

/** Sets the outputs of the step. Long ones are files: an output cannot hold what a big mesh gives. */
export class Outputs {
  /** Of this step alone. */
  readonly folder: string;

  /** @param folder Where later steps of the job can read. */
  constructor(folder: string) {
    this.folder = written(folder, () => mkdtempSync(join(folder, 'mesh-failover-')));
  }

  mode(mode: Mode): void {
    set('mode', mode);
  }

  check({ lint, predictions, behaviour, basis, text }: CheckedWorkspace): void {
    const { errors, warnings, notices } = lint.summary;
    for (const [name, value] of Object.entries({ errors, warnings, notices })) {
      set(name, value);
    }
    if (behaviour) {
      set('worse', behaviour.changes.filter(({ kind }) => kind === 'worse').length);
      this.#write('changes', `${toJson(behaviour)}\n`);
    }
    const options = { color: false, quiet: false };
    const write = (
      name: string,
      results: Pick<CheckedWorkspace, 'lint'> | Pick<CheckedWorkspace, 'predictions'>,
    ) => {
      const all = { lint: undefined, predictions: undefined, basis, text, ...results };
      this.#write(name, json(all));
    };
    write('findings', { lint });
    write('results', { predictions });
    const table = compact(json({ lint: undefined, predictions }), mostInOutput);
    if (table !== undefined) set('table', table);
    const all = { lint, predictions, basis, text };
    this.#write('sarif', sarif(all, options), 'findings.sarif');
  }

  /** @param file For `mesh-failover apply FILE`; undefined where that would be refused. */
  plan(result: PlanResult, file: string | undefined): void {
    this.#write('plan', `${toJson(result)}\n`);
    if (file !== undefined) set('plan-file', file);
  }

  deployment(result: ApplyResult): void {
    set('outcome', result.outcome);
    this.#write('deployment', `${toJson(result)}\n`);
  }

  rollback(result: RollbackResult): void {
    set('outcome', result.outcome);
    this.#write('rollback', `${toJson(result)}\n`);
  }

  evacuation(result: EvacuationResult): void {
    set('outcome', result.outcome);
    this.#write('evacuation', `${toJson(result)}\n`);
  }

  drill(result: DrillResult): void {
    set('verdict', result.verdict);
    this.#write('drill', `${toJson(result)}\n`);
  }

  #write(name: string, text: string | Iterable<Piece>, fileName = `${name}.json`): void {
    const file = join(this.folder, fileName);
    const pieces = typeof text === 'string' ? [text] : text;
    written(file, () => {
      writeFileSync(file, '');
      for (const piece of pieces) appendFileSync(file, piece);
    });
    set(name, file);
  }
}

/** Sets one output in the file that the runner reads. */
function set(name: string, value: string | number): void {
  written(process.env['GITHUB_OUTPUT'] || 'standard output', () => setOutput(name, value));
}

/**
 * Writes, and says of what cannot be written where that is, and what to do.
 *
 * @throws UserError
 */
function written<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    // Texts are made while they are written: what goes wrong with them is another matter.
    const { syscall, code = 'unknown error', message } = error as NodeJS.ErrnoException;
    const isMissing = message.startsWith('Missing file at path');
    if (syscall === undefined && !isMissing) throw error;
    const why = isMissing ? 'ENOENT' : code;
    throw new UserError(
      `the outputs of the step cannot be written to ${safeText(path)} (${why}): ${adviceFor(why)}`,
    );
  }
}

function adviceFor(code: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'free space on the disk of the runner';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return 'let the user that the runner works as write there';
  }
  return 'check that RUNNER_TEMP and GITHUB_OUTPUT of the runner name what exists';
}

/** JSON in one line; undefined where that is too long. Of one that is much too long only the begin is made. */
function compact(pieces: Iterable<Piece>, maxBytes: number): string | undefined {
  let text = '';
  for (const piece of pieces) {
    // New lines and the space behind them are between values only.
    const own = typeof piece === 'string' ? piece : Buffer.from(piece).toString();
    text += own.replace(/\n */g, '');
    if (Buffer.byteLength(text) > maxBytes) return undefined;
  }
  return text;
}
