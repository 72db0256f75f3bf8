import type { PassedOver } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import { passedOverWords } from '../lint/read-problems.js';
import { otherFiles } from '../sources/other-files.js';

/** Sentences that say where objects of Istio are although no manifest holds one, and how to have them checked. */
export function whereElse(
  paths: readonly string[],
  cwd: string,
  { byReason }: PassedOver,
): string[] {
  const passed = byReason.map(
    ({ reason, files, examples }) =>
      `${plural(files, 'file')} with objects ${files === 1 ? 'is' : 'are'} ${passedOverWords[reason]}, and not read: ${listed(examples, files)}. ` +
      'Name a file or its folder as a path to have it checked.',
  );
  const others = otherFiles(paths, cwd).map(
    ({ kind, advice, files, count }) =>
      `Objects of Istio are in ${kind} (${listed(files, count)}), which are not read. ${advice}`,
  );
  return [...passed, ...others];
}

function listed(files: readonly string[], count: number): string {
  const more = count - files.length;
  return more > 0 ? `${files.join(', ')} and ${more} more` : files.join(', ');
}
