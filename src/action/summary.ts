import { summary, warning } from '@actions/core';
import { applyMarkdown } from '../report/apply-markdown.js';
import { room, type pages } from '../report/budget.js';
import { drillMarkdown } from '../report/drill-markdown.js';
import { drillMermaid } from '../report/drill-mermaid.js';
import { evacuationMarkdown } from '../report/evacuation-markdown.js';
import { markdownReport } from '../report/markdown.js';
import { planMarkdown } from '../report/plan-markdown.js';
import type { PlaceLink } from '../report/markdown-place.js';
import { noteLines } from '../report/markdown-text.js';
import { safeText } from '../foundation/safe-text.js';
import type { CheckedWorkspace } from './check.js';
import type { ClusterWork } from './cluster-work.js';

/** GitHub shows no summary that is longer than 1 MiB. */
export const maxSummaryBytes = 1_000_000;

export interface SummaryOptions {
  /** Links to lines. */
  place: PlaceLink;
  /** What could not be done, and why. */
  notes: readonly string[];
}

/** The page of the run: what became of it in the clusters, what changes, what is predicted, what was found. */
export function jobSummary(
  checked: CheckedWorkspace,
  { applied, appliedPlan, planned, drilled, evacuated, failure }: ClusterWork,
  { place, notes }: SummaryOptions,
): string {
  const bytes = (part: keyof typeof pages.summary) => room('summary', part, maxSummaryBytes);
  const work = [
    planned ? planMarkdown(planned, bytes('deployment')) : '',
    applied ? applyMarkdown(applied, bytes('deployment'), appliedPlan) : '',
    evacuated ? evacuationMarkdown(evacuated, bytes('deployment')) : '',
    drilled ? `${drillMarkdown(drilled, bytes('drill'))}\n` : '',
    drilled ? `${drillMermaid(drilled, bytes('drillPicture'))}\n` : '',
  ].join('');
  return markdownReport(checked, {
    quiet: false,
    maxBytes: maxSummaryBytes,
    work,
    hasFailed: failure !== undefined,
    between: noteLines(notes, bytes('notes')),
    place,
  });
}

/** Writes it, where the runner takes one; a run does not fail for its summary. */
export async function writeSummary(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (!env['GITHUB_STEP_SUMMARY']) return;
  try {
    await summary.addRaw(text).write();
  } catch (error) {
    warning(`The job summary could not be written: ${safeText(String(error))}`);
  }
}
