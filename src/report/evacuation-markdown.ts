import { hasEvacuationFailed, type EvacuationResult } from '../deploy/evacuation-result.js';
import { evacuationStepLines } from './evacuation-text.js';
import { markdownLines, markdownText } from './markdown-text.js';
import { omitted, withinBytes } from './within-bytes.js';

/** What the heading, the outcome and the note of what is left out take. */
const frameBytes = 10_000;

/** An evacuation for a page, never longer than `maxBytes` of UTF-8. */
export function evacuationMarkdown(result: EvacuationResult, maxBytes: number): string {
  const { message, region = '', repaired, steps } = result;
  const icon = hasEvacuationFailed(result) ? '❌' : '✅';
  const rows = [
    ...(repaired ? [`Before: ${repaired.message}`] : []),
    ...steps.flatMap((step) => evacuationStepLines(step, region)),
  ];
  const { text, left } = withinBytes(
    rows,
    maxBytes - frameBytes,
    (row) => `${row.startsWith('  ') ? '  ' : ''}- ${markdownText(row.trim())}\n`,
  );
  const outcome = markdownLines(message.slice(0, frameBytes / 2));
  return `### ${icon} Evacuation\n\n${outcome}\n\n${text}${omitted(left, 'line')}\n`;
}
