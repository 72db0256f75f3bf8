/** A place inside a manifest: keys and list positions from the document's root. */
export type Path = readonly (string | number)[];

/** A range of text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Range {
  /**
   * The line of the first character. Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line: number;
  /**
   * The column of the first character, in UTF-16 units. Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  column: number;
  /**
   * The line of the end. Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  endLine: number;
  /**
   * The column behind the last character, in UTF-16 units. Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  endColumn: number;
}

/** Text in place of what stands at a range. */
export interface Edit {
  range: Range;
  text: string;
}
