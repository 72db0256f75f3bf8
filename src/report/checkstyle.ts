import { addTo } from '../foundation/add-to.js';
import type { Finding } from '../foundation/finding.js';
import type { Severity } from '../foundation/severity.js';
import { escapeXml } from './escape-xml.js';
import { notEvaluated } from './not-evaluated.js';
import type { Formatter } from './report.js';
import { safeText } from '../foundation/safe-text.js';

const severities: Record<Severity, string> = { error: 'error', warning: 'warning', notice: 'info' };

/**
 * Checkstyle's XML, as Jenkins and review tools read it: the findings by file. What was not evaluated is a warning without a line, for
 * the working folder.
 */
export const checkstyle: Formatter = function* ({ lint, predictions }) {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n';
  const byFile = new Map<string, Finding[]>();
  for (const finding of lint?.findings ?? []) addTo(byFile, finding.file, finding);
  for (const [file, findings] of byFile) yield fileOf(file, findings.map(errorOf));
  const open = lint ? notEvaluated(lint.summary, predictions !== undefined) : [];
  if (open.length > 0) {
    const errors = open.map((message) =>
      element({ severity: 'warning', message, source: 'mesh-failover.not-evaluated' }),
    );
    yield fileOf('.', errors);
  }
  yield '</checkstyle>\n';
};

function fileOf(file: string, errors: readonly string[]): string {
  return `  <file name="${quoted(file)}">\n${errors.join('')}  </file>\n`;
}

function errorOf({ line, column, severity, message, rule }: Finding): string {
  const source = `mesh-failover.${rule}`;
  return element({ line, column, severity: severities[severity], message, source });
}

function element(values: Record<string, string | number>): string {
  const attributes = Object.entries(values).map(([name, value]) => ` ${name}="${quoted(value)}"`);
  return `    <error${attributes.join('')}/>\n`;
}

function quoted(value: string | number): string {
  return escapeXml(safeText(String(value).replaceAll('\n', ' ')));
}
