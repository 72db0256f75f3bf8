import type { Finding, LintResult, LintSummary } from '../lint/finding.js';
import type { Severity } from '../config/config.js';
import { markdownCode, markdownLines, markdownText } from './markdown-text.js';
import { hasErrors, markdownTables } from './markdown-table.js';
import type { Formatter, Results } from './report.js';
import { withinBytes } from './within-bytes.js';

export interface MarkdownOptions {
  /** Findings and failures only. */
  quiet: boolean;
  /** The text is never longer; whatever has no room is counted. Undefined: no limit. */
  maxBytes?: number;
  /** What belongs between the tables and the findings, already Markdown; counts towards the limit. */
  between?: string;
}

/** For a page: the verdict, the predicted tables, the findings, and what all of it rests on. */
export const markdown: Formatter = (results, { quiet }) => markdownReport(results, { quiet });

export function markdownReport(
  { lint, predictions, basis }: Pick<Results, 'lint' | 'predictions' | 'basis'>,
  { quiet, maxBytes = Infinity, between = '' }: MarkdownOptions,
): string {
  const head = `### ${verdict({ lint, predictions })}\n\n`;
  const foot = quiet ? '' : basisLine(basis);
  const fixed = Buffer.byteLength(head + foot + between) + 1_000;
  const room = maxBytes - fixed;
  const tables = predictions && !quiet ? markdownTables(predictions, room / 2) : '';
  const findings = lint ? findingList(lint.findings, room - Buffer.byteLength(tables)) : '';
  return `${[head, tables, between, findings, foot].join('').trimEnd()}\n`;
}

function verdict({ lint, predictions }: Pick<Results, 'lint' | 'predictions'>): string {
  const mark = lint ? MARKS[worst(lint.summary)] : '';
  const failing = predictions?.filter(hasErrors).length ?? 0;
  const outcome =
    predictions === undefined
      ? []
      : [`requests fail in ${String(failing)} of ${plural(predictions.length, 'predicted case')}`];
  const parts = [...(lint ? [countsOf(lint.summary)] : []), ...outcome];
  return `${mark} mesh-failover: ${parts.join('; ')}`.trim();
}

const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️', none: '✅' };

function worst({ errors, warnings, notices }: LintSummary): keyof typeof MARKS {
  if (errors) return 'error';
  if (warnings) return 'warning';
  return notices ? 'notice' : 'none';
}

/** `1 error, 2 warnings`, or `no findings`. */
export function countsOf({ errors, warnings, notices }: LintSummary): string {
  const found = [
    ...(errors ? [plural(errors, 'error')] : []),
    ...(warnings ? [plural(warnings, 'warning')] : []),
    ...(notices ? [plural(notices, 'notice')] : []),
  ];
  return found.join(', ') || 'no findings';
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, notice: 2 };

/** The gravest first: what has no room is what matters least. */
function findingList(findings: LintResult['findings'], maxBytes: number): string {
  if (findings.length === 0) return '';
  const sorted = findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  const { text, left } = withinBytes(sorted, maxBytes, findingItem);
  const more = left ? `\n*${String(left)} more left out for want of room.*\n` : '';
  return `**Findings**\n\n${text}${more}\n`;
}

function findingItem({ severity, rule, file, line, column, message, related }: Finding): string {
  const place = markdownCode(placeOf({ file, line, column }));
  const rest = related.map(
    (other) => `${markdownCode(placeOf(other))} ${markdownText(other.message)}`,
  );
  const lines = [
    `${MARKS[severity]} ${severity} **${rule}** ${place}`,
    markdownLines(message),
    ...rest.slice(0, MOST_RELATED),
  ];
  return `- ${lines.join('<br>')}\n`;
}

const MOST_RELATED = 5;

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${String(line)}:${String(column)}`;
}

function basisLine(basis: readonly string[]): string {
  if (basis.length === 0) return '';
  return `Rests on: ${basis.map((text) => markdownText(text)).join(', ')}.\n`;
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}
