/** Text in place of a part of the text: offsets in UTF-16 units, the end exclusive. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}
