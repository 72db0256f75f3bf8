import { Recent } from './recent.js';

/** Characters of the contents that a memory can tell apart; with what belongs to them about 100 MB. */
const mostCharacters = 50_000_000;

/** Makes a value from its key. */
type Make<K extends object, V> = (key: K, memory: Memory) => V;

/**
 * What has been worked out once and need not be worked out again. A memory belongs to one owner, such as a mesh, and goes
 * with it; nothing is kept for the whole process.
 *
 * A value lives as long as the object it was made from. Contents are bounded: one that was forgotten gets a new number, so
 * that a value is worked out again, but never mistaken for another.
 */
export class Memory {
  readonly #values = new WeakMap<object, WeakMap<object, unknown>>();
  readonly #contents: Recent<Content>;
  /** Apart from the other values: it is asked for millions of times. */
  readonly #contentOfObject = new WeakMap<object, Content>();
  #numbers = 0;

  /** @param limit Characters of contents that are told apart. */
  constructor(limit = mostCharacters) {
    this.#contents = new Recent(limit);
  }

  /**
   * What `make` gives for the key, made once for each object.
   *
   * @param make The same function for all values of one sort: one of a module, not one that is written at the call.
   * @param sort Stands for the function where it has to be written at the call.
   */
  of<K extends object, V>(key: K, make: Make<K, V>, sort: object = make): V {
    let values = this.#values.get(sort) as WeakMap<object, V> | undefined;
    if (!values) this.#values.set(sort, (values = new WeakMap<object, V>()));
    let value = values.get(key);
    if (value === undefined && !values.has(key)) values.set(key, (value = make(key, this)));
    return value as V;
  }

  /** The first object that had the same content; no content that was asked for here may be changed. */
  shared<T extends object>(value: T): T {
    const content = this.#read(value);
    return (content.first ??= value) as T;
  }

  /** The same number for objects of the same content. It is read once for each object, which must not be changed then. */
  numberOf(value: object): number {
    return this.#read(value).number;
  }

  /** The same number for the same text, and for an object that has it as its JSON. */
  numberOfText(text: string): number {
    return this.#contentOf(text).number;
  }

  #read(value: object): Content {
    let content = this.#contentOfObject.get(value);
    if (!content) {
      content = this.#contentOf(JSON.stringify(value));
      this.#contentOfObject.set(value, content);
    }
    return content;
  }

  #contentOf(text: string): Content {
    return this.#contents.get(
      text,
      () => ({ number: this.#numbers++, first: undefined }),
      () => text.length,
    );
  }
}

interface Content {
  number: number;
  first: object | undefined;
}
