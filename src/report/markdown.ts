import type { Finding, LintResult, LintSummary } from '../foundation/finding.js';
import type { Severity } from '../foundation/severity.js';
import { plural } from '../foundation/plural.js';
import type { Outcome, PredictedTarget } from '../traffic/result.js';
import { partsOfBasis } from './basis.js';
import { behaviourMarkdown } from './behaviour-markdown.js';
import { room } from './budget.js';
import { unlinked, type PlaceLink } from './markdown-place.js';
import { markdownLines, markdownText, markdownWithin } from './markdown-text.js';
import { hasErrors } from './has-errors.js';
import { markdownTables } from './markdown-table.js';
import type { Formatter, Results } from './report.js';
import { notEvaluated } from './not-evaluated.js';
import { isOwnLoss, ownLossText } from './own-losses.js';
import { silencedLines } from './silenced.js';
import { keptByArray } from './table-groups.js';
import { omitted, withinBytes } from './within-bytes.js';

export interface MarkdownOptions {
  /** Findings and failures only. */
  quiet: boolean;
  /** The text is never longer; whatever has no room is counted. Undefined: no limit. */
  maxBytes?: number;
  /** How places are shown; default: without links. */
  place?: PlaceLink;
  /** What was done in clusters, already Markdown, below the verdict; counts towards the limit. */
  work?: string;
  /** That work did not end well, whatever the check says. */
  hasFailed?: boolean;
  /** What belongs between the tables and the findings, already Markdown; counts towards the limit. */
  between?: string;
}

/** For a page: the verdict, the predicted tables, the findings, and what all of it rests on. */
export const markdown: Formatter = (results, { quiet }) => markdownPieces(results, { quiet });

type Reported = Pick<Results, 'lint' | 'predictions' | 'behaviour' | 'silenced' | 'basis'>;

/** The same as one text. */
export function markdownReport(results: Reported, options: MarkdownOptions): string {
  return [...markdownPieces(results, options)].join('');
}

function markdownPieces(results: Reported, options: MarkdownOptions): Iterable<string> {
  return trimmed(sections(results, options));
}

function* sections(
  { lint, predictions, behaviour, silenced, basis }: Reported,
  {
    quiet,
    maxBytes = Infinity,
    work = '',
    hasFailed = false,
    between = '',
    place = unlinked,
  }: MarkdownOptions,
): Generator<string> {
  const hidden = silencedMarkdown(silenced);
  const head = `### ${verdict({ lint, predictions, silenced, hasFailed })}\n\n${hidden}${work}`;
  const foot = quiet ? '' : basisLine(basis, room('summary', 'frame', maxBytes) / 2);
  const fixed = Buffer.byteLength(head + foot + between) + 1_000;
  const bytes = maxBytes - fixed;
  const changes = behaviour
    ? behaviourMarkdown(behaviour, room('summary', 'behaviour', maxBytes), place)
    : '';
  yield head + changes;
  let left = bytes - Buffer.byteLength(changes);
  for (const table of quiet
    ? []
    : markdownTables(predictions ?? [], room('summary', 'predictions', maxBytes))) {
    yield table;
    left -= Buffer.byteLength(table);
  }
  yield between;
  // What the other parts have left of theirs is for the findings too.
  const most = Math.max(left, room('summary', 'findings', maxBytes));
  yield lint ? findingList(lint.findings, most, place) : '';
  yield foot;
}

/** What a change hides, with its places. */
export function silencedMarkdown(silenced: readonly Finding[] | undefined): string {
  const lines = silencedLines(silenced);
  if (!lines) return '';
  const items = lines.errors.map((one) => `- ${markdownText(one)}\n`).join('');
  return `⚠️ **${lines.sentence}**\n\n${items}\n`;
}

/** Ends with one new line. */
function* trimmed(pieces: Iterable<string>): Generator<string> {
  let space = '';
  for (const piece of pieces) {
    const text = space + piece;
    const kept = text.trimEnd();
    space = text.slice(kept.length);
    yield kept;
  }
  yield '\n';
}

/** `❌ mesh-failover: 1 error; requests fail in 2 of 12 predicted cases`. */
export function verdict({
  lint,
  predictions,
  silenced = [],
  hasFailed = false,
}: Pick<Results, 'lint' | 'predictions'> & {
  silenced?: readonly Finding[] | undefined;
  hasFailed?: boolean;
}): string {
  const cases = predictions && casesIn(predictions);
  const level = lint ? worst(lint.summary) : undefined;
  const { unitsNotRendered = 0, unread = 0 } = lint?.summary ?? {};
  const open = notEvaluated(
    { predicted: 0, notModelled: 0, ...cases, unitsNotRendered, unread },
    predictions !== undefined,
  );
  // A check mark is for what was checked, and for nothing that a change hides.
  const shown = level === 'none' && open.length > 0 ? 'notice' : level;
  const isHidden = silenced.length > 0 && shown !== 'error';
  const mark = hasFailed ? marks.error : shown ? marks[isHidden ? 'warning' : shown] : '';
  const parts = [
    ...(lint ? [open.length > 0 && level === 'none' ? 'not checked' : countsOf(lint.summary)] : []),
    ...(cases?.predicted
      ? [
          `requests fail in ${cases.failing} of ${plural(cases.predicted, 'predicted case')}${ownLossText(cases.ownLosses, cases.failing)}`,
        ]
      : []),
    ...(silenced.length ? [`this change silences ${plural(silenced.length, 'error')}`] : []),
    ...open,
  ];
  return `${mark} mesh-failover: ${parts.join('; ')}`.trim();
}

/** How many cases have a number, in how many of these requests fail (of which no manifest can help some), and how many have none. */
function casesIn(predictions: Iterable<PredictedTarget>) {
  const countsIn = keptByArray((some: readonly Outcome[]) => ({
    failing: some.filter(hasErrors).length,
    notModelled: some.filter(({ errors }) => errors === null).length,
    ownLosses: some.filter(isOwnLoss).length,
  }));
  const cases = { predicted: 0, failing: 0, notModelled: 0, ownLosses: 0 };
  for (const { outcomes } of predictions) {
    for (const some of outcomes()) {
      const { failing, notModelled, ownLosses } = countsIn(some);
      cases.failing += failing;
      cases.notModelled += notModelled;
      cases.ownLosses += ownLosses;
      cases.predicted += some.length - notModelled;
    }
  }
  return cases;
}

const marks = { error: '❌', warning: '⚠️', notice: 'ℹ️', none: '✅' };

function worst({ errors, warnings, notices }: LintSummary): keyof typeof marks {
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

const rank: Record<Severity, number> = { error: 0, warning: 1, notice: 2 };

/** The gravest first: what has no room is what matters least. */
export function findingList(
  findings: LintResult['findings'],
  maxBytes: number,
  place: PlaceLink,
  title = 'Findings',
): string {
  if (findings.length === 0) return '';
  const sorted = findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  const { text, left } = withinBytes(sorted, maxBytes, (finding) => findingItem(finding, place));
  return `**${title}**\n\n${text}\n${omitted(left, 'finding')}`;
}

function findingItem(finding: Finding, place: PlaceLink): string {
  const { severity, rule, message, related } = finding;
  const rest = related.map((other) => `${place(other)} ${markdownText(other.message)}`);
  const lines = [
    `${marks[severity]} ${severity} **${rule}** ${place(finding)}`,
    markdownLines(message),
    ...rest.slice(0, mostRelated),
  ];
  return `- ${lines.join('<br>')}\n`;
}

const mostRelated = 5;

function basisLine(basis: readonly string[], maxBytes: number): string {
  if (basis.length === 0) return '';
  const { facts, sentences } = partsOfBasis(basis);
  const first = `Rests on: ${facts.map((text) => markdownText(text)).join(', ')}.`;
  const line = `${[first, ...sentences.map((text) => markdownText(text))].join(' ')}\n`;
  if (Buffer.byteLength(line) <= maxBytes) return line;
  return `${markdownWithin(`Rests on: ${facts.join(', ')}. ${sentences.join(' ')}`, maxBytes)}\n`;
}
