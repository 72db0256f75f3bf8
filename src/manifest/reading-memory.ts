import { Recent } from '../foundation/recent.js';
import { readBlockYaml } from './yaml/index.js';
import type { BlockYaml, BlockYamlOptions, Chunk } from './yaml/index.js';

/** A finding asks for places in a few documents, and thousands of findings may ask in the same large one, each beside one of its own. */
const mostChunks = 2;

/**
 * What one project keeps while it reads manifests, bounded: the texts of keys, so that each is there once, and where everything
 * stands in the documents that were asked for last. It makes reading faster, and never changes what is read.
 */
export class ReadingMemory {
  readonly #keys = new Map<string, string>();
  readonly #blocks = new Recent<{ block: BlockYaml | undefined }, Chunk>(mostChunks);

  /** What the quick reader makes of a chunk, if it can. */
  read(chunk: Chunk, options: BlockYamlOptions): BlockYaml | undefined {
    if (chunk.isJson || chunk.fault) return undefined;
    const { text, from, isLast: endsLine } = chunk;
    return readBlockYaml(text, { ...options, from, endsLine, keys: this.#keys });
  }

  /** The same with the places of everything, kept for the chunks that were asked for last. */
  placesOf(chunk: Chunk): BlockYaml | undefined {
    return this.#blocks.get(chunk, () => ({ block: this.read(chunk, { withSpans: true }) })).block;
  }
}
