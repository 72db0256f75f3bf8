import type { Severity } from '../foundation/severity.js';
import type { Finding, LintSummary } from '../foundation/finding.js';
import { notEvaluated } from './not-evaluated.js';
import type { Formatter } from './report.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** GitHub shows so many annotations of each level for a step, the first ones. */
export const mostAnnotations = 10;

/** GitHub cuts messages here; in bytes it is never more. */
const longestMessage = 4_096;
const longestTitle = 255;

/** Workflow commands: a runner makes annotations of them. */
export const github: Formatter = ({ lint, predictions }) => [
  annotations(lint?.findings ?? []).text,
  ...(lint ? [notEvaluatedCommand(lint.summary, predictions !== undefined)] : []),
];

/** What has no verdict, where no finding says so: a run without annotations looks as if all were fine. */
export function notEvaluatedCommand(summary: LintSummary, hasTable: boolean): string {
  const open = notEvaluated(summary, hasTable);
  const { errors, warnings, notices } = summary;
  if (open.length === 0 || errors + warnings + notices > 0) return '';
  return `::notice title=not checked::${safeText(open.join('; '))}\n`;
}

export interface AnnotationOptions {
  /** Whether the finding is about a line of the change: such come first among those that are as grave. */
  isChanged?: (finding: Finding) => boolean;
  /** How many of a level have room; the others of it are not annotated, but listed. */
  room?: Partial<Record<Severity, number>>;
  /** Where all findings are. */
  rest?: string;
}

export interface Annotations {
  text: string;
  /** How many findings of a level have no annotation. */
  left: Record<Severity, number>;
}

/**
 * Annotations for the gravest findings, as many as GitHub shows: where more are left than have room, the last one of
 * a level says how many. Those are listed as plain lines of the log.
 */
export function annotations(
  findings: readonly Finding[],
  { isChanged = () => false, room = {}, rest = 'in the log below' }: AnnotationOptions = {},
): Annotations {
  const left: Record<Severity, number> = { error: 0, warning: 0, notice: 0 };
  const shown: string[] = [];
  const listed: Finding[] = [];
  for (const severity of ['error', 'warning', 'notice'] as const) {
    const own = findings.filter((finding) => finding.severity === severity);
    const ordered = [...own.filter(isChanged), ...own.filter((finding) => !isChanged(finding))];
    const most = room[severity] ?? mostAnnotations;
    const kept = ordered.length > most ? most - 1 : ordered.length;
    left[severity] = ordered.length - kept;
    shown.push(...ordered.slice(0, kept).map(command));
    listed.push(...ordered.slice(kept));
    if (left[severity]) shown.push(countCommand(severity, left[severity], rest));
  }
  return { text: shown.join('') + group(listed), left };
}

function command(finding: Finding): string {
  const { severity, file, line, column, endLine, endColumn, rule, message } = finding;
  const properties = Object.entries({
    ...(isInWorkspace(file)
      ? {
          file: safeText(file),
          line,
          endLine,
          // Columns only mean something within one line.
          ...(line === endLine ? { col: column, endColumn } : {}),
        }
      : {}),
    title: cut(`mesh-failover: ${rule}`, longestTitle),
  });
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const place = isInWorkspace(file) ? '' : `${placeOf(finding)} `;
  return `::${severity} ${list.join(',')}::${escapeData(cut(safeLines(place + message), longestMessage))}\n`;
}

/** The last of a level. */
function countCommand(severity: Severity, left: number, rest: string): string {
  const what = `${left} more ${severity}${left === 1 ? '' : 's'}`;
  return `::${severity} title=mesh-failover::${escapeData(`${what}: ${rest}`)}\n`;
}

/** Plain lines, folded. */
function group(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const lines = findings.map((finding) => {
    const { severity, rule, message } = finding;
    return `${severity} ${rule} ${placeOf(finding)} ${safeText(message.replaceAll('\n', ' '))}\n`;
  });
  return `::group::${findings.length} findings without an annotation\n${lines.join('')}::endgroup::\n`;
}

function placeOf({ file, line, column }: Finding): string {
  return `${safeText(file)}:${line}:${column}`;
}

/** What lies elsewhere, or came by a pipe, has no line on GitHub. */
function isInWorkspace(file: string): boolean {
  return file !== '<stdin>' && !/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(file);
}

/** At most so many bytes of UTF-8, and no half characters. */
function cut(text: string, longest: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= longest) return text;
  const end = '…';
  const kept = bytes.subarray(0, longest - Buffer.byteLength(end)).toString();
  return kept.replace(/\ufffd+$/, '') + end;
}

/** Source: actions/toolkit packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
