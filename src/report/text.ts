import type { Finding, LintSummary, PassedOver, PassedOverReason } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import { partsOfBasis } from './basis.js';
import { behaviourText } from './behaviour-text.js';
import { notEvaluated } from './not-evaluated.js';
import { ownLossText } from './own-losses.js';
import { codeFrame } from './code-frame.js';
import { paint, type Paint } from './paint.js';
import type { Formatter, ReportOptions, Results } from './report.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import { silencedLines } from './silenced.js';
import { textAnswered } from './text-answered.js';
import { textSteps } from './text-steps.js';
import { textTable } from './text-table.js';
import { textTimelines } from './text-timeline.js';
import { groupBy } from './table-groups.js';
import { textWidth, wrap } from './wrap.js';

const indent = '  ';

/** For people: what is wrong, where, what it costs, how to mend it; then the table. */
export const text: Formatter = function* (results, options) {
  let separator = '';
  for (const block of blocks(results, options)) {
    if (block === '') continue;
    yield separator + block;
    separator = '\n\n';
  }
  if (separator !== '') yield '\n';
};

function* blocks(results: Results, options: ReportOptions): Generator<string> {
  const { lint, predictions, behaviour, answered, timelines, basis, text: textOf } = results;
  const style = paint(options.color);
  const width = Math.min(options.width ?? textWidth, textWidth);
  const lineOf = lineReader(textOf);
  if (lint && !options.quiet) yield verdictOf(lint.summary, predictions !== undefined, style);
  if (!options.quiet) {
    const { facts, sentences } = partsOfBasis(basis);
    const lines = [facts.map(safeText).join(', '), ...sentences.map(safeText)];
    yield lines.flatMap((line) => wrap(line, width)).join('\n');
  }
  const isShort = options.allRows === false;
  const findings = lint?.findings ?? [];
  const notices = isShort ? findings.filter(({ severity }) => severity === 'notice') : [];
  for (const finding of findings) {
    if (!isShort || finding.severity !== 'notice')
      yield findingBlock(finding, lineOf, style, width);
  }
  if (notices.length > 0) {
    yield groupBy(notices, ({ rule }) => rule)
      .map((own) => noticeBlock(own, style, width))
      .join('\n');
  }
  const silenced = silencedLines(results.silenced);
  if (silenced) {
    const { sentence, errors } = silenced;
    yield [style.error(sentence), ...errors.map((one) => indent + safeText(one))].join('\n');
  }
  if (options.quiet) return;
  const ownLosses = yield* textTable(predictions ?? [], style, width, options.allRows ?? true);
  yield* behaviour ? behaviourText(behaviour, style, width) : [];
  yield* textAnswered(answered ?? []);
  yield* textSteps(predictions ?? [], style, width);
  yield* textTimelines(timelines ?? [], style, width);
  if (lint) {
    const hasTable = predictions !== undefined;
    yield summaryLine(lint.summary, { hasTable, ownLosses }, style, options.seconds);
  }
}

/** The line of a file, from 1. A file is taken apart once, however many findings it has. */
function lineReader(textOf: Results['text']): (file: string, line: number) => string | undefined {
  const files = new Map<string, string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (!lines) {
      lines = textOf(file)?.split(/\r\n|\n|\r/) ?? [];
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function findingBlock(
  finding: Finding,
  lineOf: ReturnType<typeof lineReader>,
  style: Paint,
  width: number,
): string {
  const { severity, rule, file, line, column, message, related } = finding;
  const head = `${style[severity](severity)} ${style.strong(rule)}`;
  const place = style.faint(`${safeText(file)}:${line}:${column}`);
  const frame = codeFrame(lineOf(file, line), finding, style, width - indent.length);
  const rest = related.map(
    (other) =>
      `${style.faint(`${safeText(other.file)}:${other.line}:${other.column}`)} ${safeText(other.message)}`,
  );
  const wrapped = wrap(safeLines(message), width - indent.length);
  const help = style.faint(`mesh-failover explain ${rule}`);
  return [
    head,
    ...[place, ...frame, ...wrapped, ...rest, help].map((entry) => indent + entry),
  ].join('\n');
}

/** Notices of a rule ask for nothing: the place and the message of the first one are enough, and how many there are. */
function noticeBlock([first, ...others]: readonly Finding[], style: Paint, width: number) {
  if (!first) return '';
  const { rule, file, line, column, message } = first;
  const more = others.length === 0 ? '' : ` and ${others.length} more (--all)`;
  const place = style.faint(`${safeText(file)}:${line}:${column}${more}`);
  const wrapped = wrap(safeLines(message), width - indent.length);
  return [
    `${style.notice('notice')} ${style.strong(rule)} ${place}`,
    ...wrapped.map((entry) => indent + entry),
  ].join('\n');
}

/** What was found, in a few words; nothing is called fine where not everything was evaluated. */
function verdictOf(summary: LintSummary, hasTable: boolean, style: Paint): string {
  const { errors, warnings, notices, ignored, baselined, unchanged } = summary;
  const found = [
    count(errors, 'error', style.error),
    count(warnings, 'warning', style.warning),
    count(notices, 'notice', style.notice),
    ...(ignored ? [`${ignored} ignored`] : []),
    ...(baselined ? [`${baselined} in the baseline`] : []),
    ...(unchanged ? [`${unchanged} unchanged`] : []),
  ].filter((part) => part !== '');
  if (found.length > 0) return found.join(', ');
  return notEvaluated(summary, hasTable).length === 0 ? style.good('no findings') : 'not checked';
}

function summaryLine(
  summary: LintSummary,
  { hasTable, ownLosses }: { hasTable: boolean; ownLosses: number },
  style: Paint,
  seconds: number | undefined,
): string {
  const { documents, files, skipped, predicted, failing, passedOver } = summary;
  const verdict = verdictOf(summary, hasTable, style);
  const table =
    hasTable && predicted > 0
      ? [
          `requests fail in ${failing} of ${plural(predicted, 'predicted case')}${ownLossText(ownLosses, failing)}`,
        ]
      : [];
  const others = skipped ? `, ${skipped} of other kinds` : '';
  const passed = `${others}${passedOverText(passedOver)}`;
  const read = `${plural(documents, 'document')} in ${plural(files, 'file')}${passed}`;
  const all = [verdict, ...table, ...notEvaluated(summary, hasTable)].join('; ');
  return `${all} (${read}${seconds === undefined ? '' : `, ${seconds.toFixed(1)} s`})`;
}

const reasonWords: Record<PassedOverReason, string> = {
  'dot-folder': 'in dot folders',
  'git-ignored': 'ignored by git',
  node_modules: 'in node_modules',
  excluded: 'excluded',
};

/** `, not read: 2 files in dot folders, 1 file excluded`; empty where every file with objects was read. */
export function passedOverText({ byReason }: PassedOver): string {
  const parts = byReason.map(
    ({ reason, files }) => `${plural(files, 'file')} ${reasonWords[reason]}`,
  );
  return parts.length === 0 ? '' : `, not read: ${parts.join(', ')}`;
}

function count(number: number, word: string, style: (text: string) => string): string {
  return number === 0 ? '' : style(plural(number, word));
}
