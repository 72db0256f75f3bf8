import { concernsFailover } from '../api/kinds.js';
import type { Document, Manifests, ReadProblem } from '../manifest/document.js';
import type { Repository } from '../units/unit.js';
import type { ParsedFile } from '../units/parsed-file.js';
import type { FileFacts } from './file-facts.js';

/** What all files hold together: the objects of all units, in the order of the files. */
export function manifestsOf(
  files: ReadonlyMap<string, FileFacts>,
  problems: readonly ReadProblem[],
  repository: Repository,
): Manifests {
  const all = [...files.values()];
  const documents = failoverDocuments(repository);
  const total = (of: (facts: FileFacts) => number) =>
    all.reduce((sum, facts) => sum + of(facts), 0);
  const read = new Set<object>([...documents, ...repository.written]);
  const isRendered = (file: string) => repository.texts.has(file);
  const unplaced = total(
    (facts) => facts.documents.filter((one) => !read.has(one) && !isRendered(facts.file)).length,
  );
  return {
    documents,
    commented: [...new Set([...documents, ...repository.written])],
    problems: [...problems, ...repository.problems].sort(byPlace),
    files: all.length,
    count: total(({ count }) => count),
    skipped: total(({ skipped }) => skipped) + unplaced,
    text: (file) => files.get(file)?.text ?? repository.texts.get(file),
  };
}

/** The documents of a repository that concern failover, each once, in the order of the files and of their lines. */
function failoverDocuments({ environments }: Repository): Document[] {
  const placed = environments.flatMap(({ documents }) => documents.map(({ document }) => document));
  const distinct = [...new Set(placed)].filter(({ value }) => concernsFailover(value));
  if (environments.length === 1) return distinct;
  return distinct.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** The files as units are read from them. */
export function parsedFiles(files: ReadonlyMap<string, FileFacts>): ParsedFile[] {
  return [...files.values()].map(({ file, text = '', documents, others, problems }) => ({
    file,
    text,
    documents: others.length === 0 ? documents : [...documents, ...others],
    problems,
  }));
}

function byPlace(a: ReadProblem, b: ReadProblem): number {
  const compare = a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return compare || a.range.line - b.range.line || a.range.column - b.range.column;
}
