import type { ScalarStyle } from './node.js';

export type TokenType =
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'flow-list'
  | 'flow-list-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'item'
  | 'comma'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** A place where a key without `?` may begin, which is known for certain at the `:` behind it. */
export interface KeyCandidate {
  isOpen: boolean;
  /**
   * Whether its token waits until it is known what it is. That of `{}` and `[]` does not, so that goyaml takes `{}: x` for an empty
   * mapping with something behind it.
   */
  isAwaited: boolean;
  /** Where something else than a key would be an error. */
  isRequired: boolean;
  at: number;
  line: number;
  column: number;
  /** In characters, not units: keys are no longer than 1024 of them. */
  index: number;
}

export interface Token {
  type: TokenType;
  start: number;
  end: number;
  /** The value of a scalar, the name of an anchor or alias, the handle of a tag. */
  text: string;
  /** The second part of a tag. */
  suffix: string;
  style: ScalarStyle;
  candidate: KeyCandidate | undefined;
}
