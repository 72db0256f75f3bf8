import type { Edit, Path, Range } from '../foundation/range.js';

/**
 * One manifest as the API server would read it, that still knows where each value stands.
 * A `kind: List` is already taken apart: each of its items is a document of its own.
 */
export interface Document {
  /** Relative to the working folder, with `/`; `<stdin>` for standard input. */
  file: string;
  /** Plain values, read by the API server's rules (YAML 1.1 booleans, octal integers, merge keys). */
  value: Record<string, unknown>;
  /**
   * The range of the value at `path`, or of its key with `part: 'key'` (list items have no key: their value).
   * A path that is not in the text gives the key of its nearest existing parent
   * (the document's first line, if there is none).
   */
  locate(path: Path, part?: 'key' | 'value'): Range;
  /** The file that the range of `locate` is in, where it may be another one than `file`: of an object that was rendered. */
  fileAt?(path: Path, part?: 'key' | 'value'): string;
  /** Other places that take part in a value, such as the values file that a template takes it from. */
  relatedAt?(path: Path): (Range & { file: string; message: string })[];
  /**
   * The text edit that makes a change, which leaves formatting and comments as they are. Undefined where that is not
   * certain: what an alias or a merge key brings in stands in several places at once.
   */
  edit(path: Path, change: DocumentChange): Edit | undefined;
  /** The comments of the document, for inline ignores: the text after `#`, and its place. */
  comments(): Comment[];
}

/** The place of a value, or of its key, with the file that it is in. */
export function placeAt(
  document: Document,
  path: Path,
  part?: 'key' | 'value',
): Range & { file: string } {
  const file = document.fileAt?.(path, part) ?? document.file;
  return { file, ...document.locate(path, part) };
}

/** What to change about an entry of a mapping, or a text or number in a list. */
export type EntryChange =
  /** The value, in place of the one that is there; where there is none yet, a new entry. */
  | { value: string | number }
  /** The key's new name. */
  | { key: string };

export type DocumentChange =
  | EntryChange
  /** New items behind the last one of a list; where there is no list yet, a new entry. */
  | { append: readonly Plain[] }
  /** Takes an item out of a list; never its last one. */
  | { remove: true };

/** What can be written into a file. */
export type Plain =
  string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

export interface Comment {
  text: string;
  range: Range;
  /** Whether something other than white space stands before the comment on its line. */
  trailing: boolean;
}

/** Why a file, or a document in it, could not be read. */
export interface ReadProblem {
  /** `duplicate-key`: rejected by the API server's strict decoding; `unreadable`: everything else. */
  kind: 'duplicate-key' | 'unreadable';
  file: string;
  range: Range;
  /** What is wrong and what to do, for people. */
  message: string;
  /** The file was named itself on the command line (not found in a folder or by a glob). */
  named: boolean;
  /** Its text contains `networking.istio.io`. */
  istio: boolean;
  /** Nothing is known of what was not read: it may hold an object of Istio's API. */
  unread?: true;
}

/** Everything that was read from the paths given. */
export interface Manifests {
  documents: Document[];
  /** The documents whose comments count: of an object that was rendered, those that it was rendered from. */
  commented: readonly Pick<Document, 'file' | 'comments'>[];
  problems: ReadProblem[];
  /** Files that were opened. */
  files: number;
  /** Documents read or passed over, items of lists counted one by one. */
  count: number;
  /** Of these, the ones passed over because their kind does not concern failover. */
  skipped: number;
  /** The text of a file, for code frames and inline fixes; undefined if it was not kept. */
  text(file: string): string | undefined;
}
