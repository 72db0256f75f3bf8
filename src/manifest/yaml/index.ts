/** YAML as the API server reads it: documents of a file, their nodes, values, places and comments. */
export { readBlockYaml } from './block-reader.js';
export type { BlockYaml, BlockYamlOptions, EntrySpans, Spans } from './block-reader.js';
export { findComments } from './comments.js';
export type { CommentSpan } from './cursor.js';
export type { Fault, Surprise } from './fault.js';
export { follow, isEmpty } from './node.js';
export type { AliasNode, Entry, ListNode, MapNode, ScalarNode, Span, YamlNode } from './node.js';
export { readChunk } from './read-chunk.js';
export { isMergeKey, keyName, mergedMap, mergeSources } from './reading.js';
export { resolvePlain, resolveTagged, toKey } from './scalar.js';
export type { ApiScalar } from './scalar.js';
export { splitDocuments } from './split-documents.js';
export type { Chunk } from './split-documents.js';
export { toValue } from './to-value.js';
export type { Conversion } from './to-value.js';
export { readTree } from './tree-reader.js';
export type { TreeReadOptions, TreeResult } from './tree-reader.js';
