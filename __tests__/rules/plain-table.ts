import { markdownReport } from '../../src/report/markdown.js';
import { paint } from '../../src/report/paint.js';
import { textTable } from '../../src/report/text-table.js';
import { inspectFiles, type Files } from './check-files.js';

/** The tables of the files' only environment as people read them. */
export function plainTable(files: Files): { text: string; markdown: string } {
  const { lint, table } = inspectFiles(files).check();
  return {
    text: [...textTable(table, paint(false))].join('\n'),
    markdown: markdownReport({ lint, predictions: table, basis: [] }, { quiet: false }),
  };
}
