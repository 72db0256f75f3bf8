/** A place in a text: offsets in UTF-16 units, the end exclusive, without comments and line breaks after it. */
export interface Span {
  start: number;
  end: number;
}

interface Properties {
  /** In full, as `tag:yaml.org,2002:int`; `!` alone stays. */
  tag?: string | undefined;
  anchor?: string | undefined;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** An empty place is a plain scalar without text. */
export interface ScalarNode extends Span, Properties {
  type: 'scalar';
  style: ScalarStyle;
  value: string;
}

export interface ListNode extends Span, Properties {
  type: 'list';
  isFlow: boolean;
  items: YamlNode[];
}

export interface Entry {
  key: YamlNode;
  value: YamlNode;
}

export interface MapNode extends Span, Properties {
  type: 'map';
  isFlow: boolean;
  entries: Entry[];
}

export interface AliasNode extends Span {
  type: 'alias';
  name: string;
  /** The node with that anchor; never another alias. It can be one that the alias stands in. */
  target: YamlNode;
}

/** The places do not count tags and anchors; of an empty place it is where its value would be. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

/** The node that a place means: of an alias, its target. */
export function follow(node: YamlNode): Exclude<YamlNode, AliasNode>;
export function follow(node: YamlNode | undefined): Exclude<YamlNode, AliasNode> | undefined;
export function follow(node: YamlNode | undefined): YamlNode | undefined {
  return node?.type === 'alias' ? node.target : node;
}

export function isEmpty(node: YamlNode): boolean {
  return node.end === node.start;
}
