import type { ScenarioOptions } from '../traffic/scenarios.js';
import { PredictedTable, scenariosOf, type TableRow } from '../traffic/table.js';
import type { LintResult } from '../foundation/finding.js';
import type { Inspection } from './inspect.js';

/** What a check finds out about files. */
export interface CheckedTable {
  table: PredictedTable;
  /** All of the table. */
  rows: TableRow[];
  lint: LintResult;
}

/** The predicted table, and the findings with those that it gives reason for. */
export function checkTable(
  { mesh, withTable }: Pick<Inspection, 'mesh' | 'withTable'>,
  options?: ScenarioOptions,
): CheckedTable {
  const table = new PredictedTable(mesh, scenariosOf(mesh, options));
  const rows = [...table.rows()];
  return { table, rows, lint: withTable(rows) };
}
