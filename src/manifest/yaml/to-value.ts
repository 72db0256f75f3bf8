import { faultOf, refuse } from './fault.js';
import type { Fault, Surprise } from './fault.js';
import { follow } from './node.js';
import type { AliasNode, MapNode, YamlNode } from './node.js';
import { isMergeKey, keyName, mergedMap, mergeSources, readScalar } from './reading.js';
import { deepestNesting } from './tree-reader.js';

/**
 * Values that aliases and merge keys may add to a document. Each alias is written out, so that code that goes through the values need not
 * fear a "billion laughs". goyaml has a limit of its own, a share of all values.
 */
const mostAliasedValues = 100_000;

/** Duplicate keys of one document that are reported; the others show when these are gone. */
const mostDuplicates = 100;

/** The plain values of a document, and what the API server would refuse about them. */
export interface Conversion {
  value: unknown;
  faults: Fault[];
}

/**
 * Turns a tree into plain values, as sigs.k8s.io/yaml does. Never throws. After a fault that is no `duplicate-key`, the value is
 * undefined.
 * Source: go.yaml.in/yaml/v2 decode.go, sigs.k8s.io/yaml yaml.go.
 */
export function toValue(root: YamlNode | undefined): Conversion {
  const converter = new Converter();
  const result = faultOf(() => (root ? converter.convert(root) : null));
  if ('value' in result) return { value: result.value, faults: converter.faults };
  return { value: undefined, faults: [...converter.faults, result.fault] };
}

class Converter {
  readonly faults: Fault[] = [];
  readonly #open = new Set<AliasNode>();
  /** Mappings whose keys were compared: each duplicate is reported once, however often it is aliased. */
  readonly #compared = new Set<MapNode>();
  #depth = 0;
  #aliasDepth = 0;
  /** As goyaml counts them; the document is the first. */
  #count = 1;
  #aliased = 0;

  convert(node: YamlNode): unknown {
    this.#charge(node);
    switch (node.type) {
      case 'alias':
        return this.#alias(node, (target) => this.convert(target));
      case 'scalar':
        return convertScalar(node);
      case 'list':
        return this.#nested(node, () => node.items.map((item) => this.convert(item)));
      case 'map': {
        const object = {};
        this.#nested(node, () => this.#fill(object, node));
        return object;
      }
    }
  }

  #fill(object: object, map: MapNode): void {
    const seen = this.#compared.has(map) ? undefined : new Map<string, YamlNode>();
    this.#compared.add(map);
    for (const { key, value } of map.entries) {
      if (isMergeKey(key)) {
        this.#merge(object, value);
        continue;
      }
      const name = this.#key(key);
      const first = seen?.get(name);
      if (first && this.faults.length < mostDuplicates)
        this.faults.push(duplicate(name, key, first));
      if (!first) seen?.set(name, key);
      put(object, name, this.convert(value));
    }
  }

  /**
   * What a merge key brings in replaces what stands before it and gives way to what stands after it: that is what goyaml does,
   * whatever the specification says.
   */
  #merge(object: object, value: YamlNode): void {
    const sources = mergeSources(value);
    if (!sources) {
      refuse(
        value.start,
        value.end,
        'a merge key (<<) takes a mapping, or a list of mappings; give it one',
      );
    }
    for (const source of sources) this.#mergeOne(object, source);
  }

  #mergeOne(object: object, source: YamlNode): void {
    this.#charge(source);
    if (source.type === 'alias') {
      this.#alias(source, (target) => this.#mergeOne(object, target));
    } else {
      const map = mergedMap(source);
      if (map) this.#nested(map, () => this.#fill(object, map));
    }
  }

  #key(key: YamlNode): string {
    this.#charge(key);
    if (key.type === 'alias') this.#alias(key, (target) => this.#charge(target));
    if (follow(key).type !== 'scalar') {
      refuse(
        key.start,
        key.end,
        'invalid map key: a mapping or list cannot be a key; put text in quotes',
      );
    }
    const name = keyName(key);
    if (name !== undefined) return name;
    return refuse(key.start, key.end, 'an empty key; write a key, or put it in quotes');
  }

  #alias<T>(alias: AliasNode, use: (target: YamlNode) => T): T {
    const { start, end, name, target } = alias;
    if (this.#open.has(alias)) {
      refuse(start, end, `the anchor &${name} contains itself; remove the alias`);
    }
    this.#open.add(alias);
    this.#aliasDepth += 1;
    const result = this.#nested(alias, () => use(target));
    this.#aliasDepth -= 1;
    this.#open.delete(alias);
    return result;
  }

  /** Aliases of aliases can nest deeper than the text does. */
  #nested<T>({ start, end }: YamlNode, work: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepestNesting) {
      refuse(start, end, 'aliases nest the values too deeply; write them out', 'too-large');
    }
    const result = work();
    this.#depth -= 1;
    return result;
  }

  /** Counts a value, and refuses too many that only aliases bring in. */
  #charge({ start, end }: YamlNode): void {
    this.#count += 1;
    if (this.#aliasDepth > 0) this.#aliased += 1;
    if (this.#aliased > mostAliasedValues) {
      const most = mostAliasedValues.toLocaleString('en');
      refuse(start, end, `aliases stand for more than ${most} values; write them out`, 'too-large');
    }
    if (this.#aliased > 100 && this.#count > 1000 && this.#aliased / this.#count > 0.99) {
      refuse(start, end, 'aliases stand for nearly all of the values; write them out');
    }
  }
}

function convertScalar(node: YamlNode & { type: 'scalar' }): unknown {
  const scalar = readScalar(node);
  const { start, end, tag = '' } = node;
  if (!scalar) {
    const shortTag = tag.replace(/^tag:yaml\.org,2002:/, '!!');
    refuse(start, end, `the value does not fit its tag ${shortTag}; remove the tag`);
  }
  if (scalar.type === 'null') return null;
  if (scalar.type === 'float' && !Number.isFinite(scalar.value)) {
    refuse(start, end, 'the API server has no infinite numbers and no NaN; put text in quotes');
  }
  return scalar.value;
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

function duplicate(name: string, key: YamlNode, first: YamlNode): Fault {
  const { start, end } = key;
  const surprise: Surprise | undefined = typeOf(key) === typeOf(first) ? undefined : 'same-key';
  const message = `the key ${JSON.stringify(name)} is given twice in this mapping; remove one of them`;
  return { kind: 'duplicate-key', start, end, message, ...(surprise && { surprise }) };
}

/** For goyaml keys of several types are several keys. */
function typeOf(key: YamlNode): string | undefined {
  const node = follow(key);
  return node.type === 'scalar' ? readScalar(node)?.type : undefined;
}
