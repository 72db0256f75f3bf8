import type { Finding, LintResult } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import { behaviourMarkdown } from './behaviour-markdown.js';
import { room, type pages } from './budget.js';
import { findingList, silencedMarkdown, verdict } from './markdown.js';
import { unlinked, type PlaceLink } from './markdown-place.js';
import { markdownTables } from './markdown-table.js';
import { markdownText, noteLines } from './markdown-text.js';
import type { Results } from './report.js';

/** GitHub takes 65,536 characters; what is in front of the text needs some. */
export const maxCommentBytes = 60_000;

export interface CommentOptions {
  /** Of the findings, those that the pull request brings; undefined: it is not known. */
  newFindings: ReadonlySet<Finding> | undefined;
  place?: PlaceLink;
  /** More to fold in, such as plans: a title, and Markdown. */
  sections?: readonly { title: string; text: string }[];
  /** What could not be done, and why. */
  notes?: readonly string[];
  /** The last line, already Markdown: the commit and the run. */
  foot?: string;
}

/**
 * For a pull request: how the behaviour changes, the findings that it brings, and the rest folded. Where all is well it
 * is a line and folds. Never longer than `maxCommentBytes`.
 */
export function commentMarkdown(
  results: Pick<Results, 'lint' | 'predictions' | 'behaviour' | 'silenced'> & { lint: LintResult },
  { newFindings, place = unlinked, sections = [], notes = [], foot = '' }: CommentOptions,
): string {
  const { lint, predictions = [], behaviour } = results;
  const fresh = lint.findings.filter((finding) => newFindings?.has(finding) ?? true);
  const older = lint.findings.filter((finding) => !fresh.includes(finding));
  const bytes = (part: keyof typeof pages.comment) => room('comment', part, maxCommentBytes);
  const changes = behaviour ? behaviourMarkdown(behaviour, bytes('behaviour'), place) : '';
  const parts = [
    `### ${verdict(results)}\n\n`,
    silencedMarkdown(results.silenced),
    behaviour?.changes.length ? changes : '',
    fresh.length
      ? findingList(fresh, bytes('newFindings'), place, newFindings ? 'New findings' : 'Findings')
      : '',
    // There is a line for it already.
    behaviour && !behaviour.changes.length ? changes : '',
    noteLines(notes, bytes('notes'), 5),
    folded('Predicted traffic', [...markdownTables(predictions, bytes('predictions'))].join('')),
    folded(
      `${plural(older.length, 'finding')} from before`,
      older.length
        ? findingList(older, bytes('earlierFindings'), place, 'Findings from before')
        : '',
    ),
    ...sections.map(({ title, text }) => folded(title, text)),
    foot === '' ? '' : `${foot}\n`,
  ];
  return `${fit(parts).trimEnd()}\n`;
}

/** Whether there is anything to tell that the pull request brings, as far as that is known. */
export function isWorthComment(
  { lint, behaviour, silenced }: Pick<Results, 'behaviour' | 'silenced'> & { lint: LintResult },
  newFindings: ReadonlySet<Finding> | undefined,
): boolean {
  const count = newFindings?.size ?? lint.findings.length;
  return count > 0 || (behaviour?.changes.length ?? 0) > 0 || (silenced?.length ?? 0) > 0;
}

function folded(title: string, text: string): string {
  if (text === '') return '';
  return `<details><summary>${markdownText(title)}</summary>\n\n${text.trimEnd()}\n\n</details>\n\n`;
}

/** Whole parts, as many as there is room for; every part has a limit of its own, so that this seldom leaves one out. */
function fit(parts: readonly string[]): string {
  const left = '*Something was omitted: a comment is limited in size. The job summary has it.*\n';
  let room = maxCommentBytes - Buffer.byteLength(left);
  const kept = parts.filter((part) => {
    const size = Buffer.byteLength(part);
    if (size > room) return false;
    room -= size;
    return true;
  });
  return kept.join('') + (kept.length < parts.length ? left : '');
}
