/** A place inside a manifest: keys and list positions from the document's root. */
export type Path = readonly (string | number)[];

/** A range of text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Text in place of what stands at a range. */
export interface Edit {
  range: Range;
  text: string;
}
