/** One YAML document of a file: its text, with the `---` line that begins it. */
export interface Chunk {
  /** Where its text begins in the file, in UTF-16 units from 0. */
  offset: number;
  text: string;
}

/**
 * Splits a file at every line that begins with `---`, as kubectl does before anything is parsed;
 * so one document that cannot be parsed does not hide the others. The marker line stays in the
 * text, because a comment or even the document itself may follow on it.
 * Source: kubernetes/apimachinery pkg/util/yaml/decoder.go YAMLReader.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  const add = (end: number) => {
    if (end > start) chunks.push({ offset: start, text: text.slice(start, end) });
    start = end;
  };
  for (let at = text.indexOf('\n---'); at !== -1; at = text.indexOf('\n---', at + 1)) add(at + 1);
  add(text.length);
  return chunks;
}
