import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, YAMLMap } from 'yaml';
import { follow, isMergeKey, keyName, mergeSources, readScalar } from './node.js';
import type { AnyNode } from './node.js';
import { deepestNesting } from './parse-yaml.js';
import type { Fault, Tree } from './parse-yaml.js';

/**
 * Values that aliases and merge keys may add to a document. Each alias is written out, so that
 * who reads the values need not fear a "billion laughs"; the API server refuses those, too.
 */
const mostAliasedValues = 100_000;

/** Duplicate keys of one document that are told; who mends so many sees the others then. */
const mostDuplicates = 100;

/** The plain values of a document, and what the API server would refuse about them. */
export interface Conversion {
  value: unknown;
  faults: Fault[];
}

/**
 * Turns a tree into plain values, as sigs.k8s.io/yaml does. Never throws. After a fault that is
 * no `duplicate-key`, the value is undefined.
 */
export function toValue(tree: Tree): Conversion {
  const converter = new Converter(tree);
  try {
    return { value: converter.convert(tree.root), faults: converter.faults };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { value: undefined, faults: [...converter.faults, error.fault] };
  }
}

/** Ends the conversion of a document. */
class Refusal extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

class Converter {
  readonly faults: Fault[] = [];
  readonly #tree: Tree;
  readonly #open = new Set<Alias>();
  /** Mappings whose keys were compared: each duplicate is told once, however often it is aliased. */
  readonly #compared = new Set<YAMLMap>();
  #depth = 0;
  #aliasDepth = 0;
  #aliased = 0;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  convert(node: unknown): unknown {
    if (this.#aliasDepth > 0) this.#charge(node);
    if (isAlias(node)) return this.#alias(node, (target) => this.convert(target));
    if (isScalar(node)) {
      const scalar = readScalar(node);
      if (!scalar)
        refuse(
          node as AnyNode,
          `the value does not fit its tag ${shortTag(node.tag)}; remove the tag`,
        );
      if (scalar.type === 'null') return null;
      if (scalar.type === 'float' && !Number.isFinite(scalar.value)) {
        refuse(
          node as AnyNode,
          'the API server has no infinite numbers and no NaN; put text in quotes',
        );
      }
      return scalar.value;
    }
    if (isSeq(node))
      return this.#nested(node as AnyNode, () => node.items.map((item) => this.convert(item)));
    if (isMap(node)) {
      const object = {};
      this.#nested(node as AnyNode, () => {
        this.#fill(object, node);
      });
      return object;
    }
    return null;
  }

  #fill(object: object, map: YAMLMap): void {
    const seen = this.#compared.has(map) ? undefined : new Set<string>();
    this.#compared.add(map);
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        this.#merge(object, value as AnyNode);
        continue;
      }
      const name = this.#key(key as AnyNode);
      if (seen?.has(name) && this.faults.length < mostDuplicates) {
        this.faults.push({
          kind: 'duplicate-key',
          ...rangeOf(key as AnyNode),
          message: duplicate(name),
        });
      }
      seen?.add(name);
      put(object, name, this.convert(value));
    }
  }

  /**
   * What a merge key brings in replaces what stands before it and gives way to what stands after
   * it: that is what goyaml.v2 does, whatever the specification says.
   */
  #merge(object: object, value: AnyNode): void {
    const sources = mergeSources(this.#tree, value);
    if (!sources)
      refuse(value, 'a merge key (<<) takes a mapping, or a list of mappings; give it one');
    for (const source of sources) {
      if (isAlias(value))
        this.#alias(value, () => {
          this.#nested(value, () => {
            this.#fill(object, source);
          });
        });
      else this.#aliasedMerge(object, source, value);
    }
  }

  /** A mapping of a merge list, of which we no longer know the alias: charged as aliased. */
  #aliasedMerge(object: object, source: YAMLMap, value: AnyNode): void {
    this.#aliasDepth += 1;
    this.#charge(value);
    this.#nested(value, () => {
      this.#fill(object, source);
    });
    this.#aliasDepth -= 1;
  }

  #key(key: AnyNode): string {
    const node = follow(this.#tree, key);
    if (isMap(node) || isSeq(node)) {
      refuse(key, 'invalid map key: a mapping or list cannot be a key; put text in quotes');
    }
    const name = keyName(this.#tree, key);
    if (name === undefined) refuse(key, 'an empty key; write a key, or put it in quotes');
    return name;
  }

  #alias(alias: Alias, use: (target: AnyNode) => unknown): unknown {
    const target = this.#tree.aliases.get(alias);
    const at = alias as AnyNode;
    if (!target)
      refuse(
        at,
        `no anchor &${alias.source} stands before the alias; define it, or put the value in quotes`,
      );
    if (this.#open.has(alias))
      refuse(at, `the anchor &${alias.source} contains itself; remove the alias`);
    this.#open.add(alias);
    this.#aliasDepth += 1;
    const result = this.#nested(at, () => use(target));
    this.#aliasDepth -= 1;
    this.#open.delete(alias);
    return result;
  }

  /** Aliases of aliases can nest deeper than the text does. */
  #nested<T>(node: AnyNode, work: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepestNesting)
      refuse(node, 'aliases nest the values too deeply; write them out');
    const result = work();
    this.#depth -= 1;
    return result;
  }

  #charge(node: unknown): void {
    this.#aliased += 1;
    if (this.#aliased > mostAliasedValues) {
      refuse(
        node as AnyNode,
        `aliases stand for more than ${mostAliasedValues.toLocaleString('en')} values; write them out`,
      );
    }
  }
}

/** Sets a key as JSON.parse does: `__proto__` is a key like any other. */
function put(object: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    (object as Record<string, unknown>)[key] = value;
  }
}

function refuse(node: AnyNode, message: string): never {
  throw new Refusal({ kind: 'unreadable', ...rangeOf(node), message });
}

function rangeOf(node: AnyNode): { start: number; end: number } {
  return { start: node?.range[0] ?? 0, end: node?.range[1] ?? 0 };
}

function duplicate(name: string): string {
  return `the key ${JSON.stringify(name)} is given twice in this mapping; remove one of them`;
}

function shortTag(tag = ''): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!');
}
