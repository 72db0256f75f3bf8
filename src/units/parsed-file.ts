import type { Document, ReadProblem } from '../manifest/document.js';

/** One file of the tree, whatever it holds. */
export interface ParsedFile {
  /** Relative to the working folder, with `/`. */
  file: string;
  text: string;
  /** Every mapping of the file, of whatever kind; lists are taken apart. */
  documents: Document[];
  problems: ReadProblem[];
}
