import type { ReadProblem } from '../manifest/document.js';
import { parseManifest, type Parsed, type Source } from '../manifest/parse.js';
import type { ReadingMemory } from '../manifest/reading-memory.js';

/** What is known of one file: a function of its name and its text alone. */
export interface FileFacts extends Parsed {
  file: string;
  /** Undefined where nothing in the file concerns failover: nobody asks for it again. */
  text: string | undefined;
  named: boolean;
}

/**
 * Reads the documents of one file.
 *
 * @param reading Of the project; it changes nothing of the result.
 * @param isEveryKind As for `parseManifest`.
 */
export function factsOf(source: Source, reading?: ReadingMemory, isEveryKind = false): FileFacts {
  const { file, text, named } = source;
  const parsed = parseManifest(source, reading, isEveryKind);
  const isOfInterest =
    parsed.documents.length > 0 ||
    parsed.others.length > 0 ||
    parsed.problems.length > 0 ||
    mayBePatch(text);
  return { ...parsed, file, named, text: isOfInterest ? text : undefined };
}

/** A file that could not be read at all. */
export function unreadFile(problem: ReadProblem): FileFacts {
  const { file, named } = problem;
  return {
    file,
    named,
    text: undefined,
    documents: [],
    others: [],
    problems: [problem],
    count: 0,
    skipped: 0,
  };
}

/** Longer ones are data. */
const longestPatch = 64 * 1024;

/** Whether a text may be a JSON patch: a list of operations. */
function mayBePatch(text: string): boolean {
  return (
    text.length <= longestPatch &&
    /^(?:#.*\n|---.*\n|\s)*(?:-\s|\[)/.test(text) &&
    /\bop\b/.test(text)
  );
}
