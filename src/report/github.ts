import type { Finding } from '../lint/finding.js';
import type { Formatter } from './report.js';
import { safeLines, safeText } from './safe-text.js';

/** Workflow commands: a runner makes annotations of them. */
export const github: Formatter = ({ lint }) => (lint?.findings ?? []).map(command).join('');

function command(finding: Finding): string {
  const { severity, file, line, column, endLine, endColumn, rule, message } = finding;
  const properties = Object.entries({
    file: safeText(file),
    line,
    endLine,
    // Columns only mean something within one line.
    ...(line === endLine ? { col: column, endColumn } : {}),
    title: `mesh-failover: ${rule}`,
  });
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${severity} ${list.join(',')}::${escapeData(safeLines(message))}\n`;
}

/** Source: actions/toolkit packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
