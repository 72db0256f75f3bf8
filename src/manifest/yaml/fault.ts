/**
 * What goyaml reads, but otherwise than people see it. It is refused here, each with its reason:
 * - `dropped-text`: text after the end of a document, which goyaml drops.
 * - `hidden-line-break`: U+0085, U+2028 or U+2029 outside of quotes, with text after it. It is a line break for goyaml, and none
 *   for most editors.
 * - `byte-order-mark`: U+FEFF inside a document. goyaml takes it for a part of the text, and sometimes drops other
 *   characters for it.
 * - `too-large`: more levels, values or aliases than a manifest can need.
 * - `same-key`: two keys, such as 1 and "1", that become one in JSON. Which one wins is random.
 */
export type Surprise =
  'dropped-text' | 'hidden-line-break' | 'byte-order-mark' | 'too-large' | 'same-key';

/** Where something is wrong in a text: offsets in UTF-16 units, the end exclusive. */
export interface Fault {
  kind: 'duplicate-key' | 'unreadable';
  start: number;
  end: number;
  message: string;
  /** Undefined: goyaml refuses it too. */
  surprise?: Surprise;
}

/** Ends the reading of a document. */
export class YamlRefusal extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** Refuses a document for what stands at a place. */
export function refuse(start: number, end: number, message: string, surprise?: Surprise): never {
  throw new YamlRefusal({ kind: 'unreadable', start, end, message, ...(surprise && { surprise }) });
}

/** The result of some reading, or the fault that ended it. */
export function faultOf<T>(read: () => T): { value: T } | { fault: Fault } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof YamlRefusal) return { fault: error.fault };
    throw error;
  }
}
