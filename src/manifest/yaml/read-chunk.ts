import { readJson } from './json-reader.js';
import type { Chunk } from './split-documents.js';
import { readTree } from './tree-reader.js';
import type { TreeResult } from './tree-reader.js';

/** Reads the nodes of one document of a file, or says why there are none. Never throws. */
export function readChunk({ text, from, isJson, isLast, fault }: Chunk): TreeResult {
  if (fault) return { fault };
  const json = isJson ? readJson(text, from) : undefined;
  return json ? { root: json.root } : readTree(text, { from, endsLine: isLast });
}
