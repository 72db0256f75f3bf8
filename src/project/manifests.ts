import type { Manifests, ReadProblem } from '../manifest/document.js';
import type { FileFacts } from './file-facts.js';

/** What all files hold together, in the order of the files. */
export function manifestsOf(
  files: ReadonlyMap<string, FileFacts>,
  problems: readonly ReadProblem[],
): Manifests {
  const all = [...files.values()];
  const total = (count: (facts: FileFacts) => number) =>
    all.reduce((sum, facts) => sum + count(facts), 0);
  return {
    documents: all.flatMap(({ documents }) => documents),
    problems: [...problems, ...all.flatMap((facts) => facts.problems)].sort(byPlace),
    files: all.length,
    count: total(({ count }) => count),
    skipped: total(({ skipped }) => skipped),
    text: (file) => files.get(file)?.text,
  };
}

function byPlace(a: ReadProblem, b: ReadProblem): number {
  const compare = a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return compare || a.range.line - b.range.line || a.range.column - b.range.column;
}
