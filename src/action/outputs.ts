import { setOutput } from '@actions/core';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyResult } from '../deploy/apply-result.js';
import type { PlanResult } from '../deploy/plan-result.js';
import type { DrillResult } from '../drill/drill-result.js';
import { json, toJson } from '../report/json.js';
import type { Piece } from '../report/report.js';
import { sarif } from '../report/sarif.js';
import type { Checked } from './check.js';
import type { Mode } from './decide-mode.js';

/** As bytes: what a step is given by an environment variable may be 128 KiB long. */
const MOST_IN_OUTPUT = 100_000;

/** Sets the outputs of the step. Long ones are files: an output cannot hold what a big mesh gives. */
export class Outputs {
  /** Of this step alone. */
  readonly folder: string;

  /** @param folder Where later steps of the job can read. */
  constructor(folder: string) {
    this.folder = mkdtempSync(join(folder, 'mesh-failover-'));
  }

  mode(mode: Mode): void {
    setOutput('mode', mode);
  }

  check({ lint, predictions, behaviour, basis, text }: Checked): void {
    const { errors, warnings, notices } = lint.summary;
    for (const [name, value] of Object.entries({ errors, warnings, notices })) {
      setOutput(name, value);
    }
    if (behaviour) {
      setOutput('worse', behaviour.changes.filter(({ kind }) => kind === 'worse').length);
      this.#write('changes', `${toJson(behaviour)}\n`);
    }
    const options = { color: false, quiet: false };
    const write = (name: string, results: Pick<Checked, 'lint'> | Pick<Checked, 'predictions'>) => {
      const all = { lint: undefined, predictions: undefined, basis, text, ...results };
      this.#write(name, json(all));
    };
    write('findings', { lint });
    write('results', { predictions });
    const table = compact(json({ lint: undefined, predictions }), MOST_IN_OUTPUT);
    if (table !== undefined) setOutput('table', table);
    const all = { lint, predictions: undefined, basis, text };
    this.#write('sarif', sarif(all, options), 'findings.sarif');
  }

  /** @param file For `mesh-failover apply FILE`; undefined where that would be refused. */
  plan(result: PlanResult, file: string | undefined): void {
    this.#write('plan', `${toJson(result)}\n`);
    if (file !== undefined) setOutput('plan-file', file);
  }

  deployment(result: ApplyResult): void {
    setOutput('outcome', result.outcome);
    this.#write('deployment', `${toJson(result)}\n`);
  }

  drill(result: DrillResult): void {
    setOutput('verdict', result.verdict);
    this.#write('drill', `${toJson(result)}\n`);
  }

  #write(name: string, text: string | Iterable<Piece>, fileName = `${name}.json`): void {
    const file = join(this.folder, fileName);
    const pieces = typeof text === 'string' ? [text] : text;
    writeFileSync(file, '');
    for (const piece of pieces) appendFileSync(file, piece);
    setOutput(name, file);
  }
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
