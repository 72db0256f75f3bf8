import { readClass } from './character-class.js';
import type { Assertion, CharacterTest, Instruction, Program } from './program.js';

/** Longer programs are not run: an expression of a few characters can ask for a thousand copies of another. */
const mostInstructions = 20_000;
/** Groups within groups. */
const deepest = 200;

/**
 * Makes a program of a regular expression in RE2's syntax, which Envoy uses. It never looks back, so that it is matched in linear
 * time, unlike by JavaScript's own expressions.
 *
 * @returns Undefined for an expression that is wrong, too large, or uses what this does not know.
 */
export function compile(expression: string): Program | undefined {
  try {
    const node = new Parser(expression).parse();
    const program: Instruction[] = [];
    emit(node, program);
    program.push({ kind: 'match' });
    return program;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Unsupported extends Error {}

type Node =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'either'; parts: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number };

/** What `(?ims)` switches. */
interface Flags {
  anyCase: boolean;
  lines: boolean;
  dotAll: boolean;
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Node {
    const node = this.#alternatives({ anyCase: false, lines: false, dotAll: false });
    if (this.#at < this.#text.length) throw new Unsupported();
    return node;
  }

  /** Up to the end, or to a `)` that belongs to somebody else. */
  #alternatives(outer: Flags): Node {
    if (++this.#depth > deepest) throw new Unsupported();
    const flags = { ...outer };
    const all: Node[] = [];
    let parts: Node[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      if (this.#take('|')) {
        all.push({ kind: 'sequence', parts });
        parts = [];
        continue;
      }
      for (const atom of this.#atoms(flags)) parts.push(atom);
      const last = parts.pop();
      if (last) parts.push(this.#repeated(last));
    }
    this.#depth--;
    all.push({ kind: 'sequence', parts });
    const [only, ...others] = all;
    return only && others.length === 0 ? only : { kind: 'either', parts: all };
  }

  #repeated(node: Node): Node {
    let part = node;
    for (;;) {
      const sign = this.#text[this.#at] ?? '';
      const braces = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#text.slice(this.#at, this.#at + 12));
      let [least, most] = [0, Number.POSITIVE_INFINITY];
      if (sign === '+') least = 1;
      else if (sign === '?') most = 1;
      else if (braces) {
        least = Number(braces[1]);
        if (!braces[2]) most = least;
        else if (braces[3]) most = Number(braces[3]);
      } else if (sign !== '*') return part;
      this.#at += braces?.[0].length ?? 1;
      // A lazy repeat matches the same texts as a whole.
      this.#take('?');
      part = { kind: 'repeat', part, least, most };
    }
  }

  /** What stands next: mostly one thing, none for flags, several for a quotation. */
  #atoms(flags: Flags): Node[] {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    switch (character) {
      case '(':
        return this.#group(flags);
      case '[': {
        const read = readClass(this.#text, this.#at, flags.anyCase);
        if (!read) throw new Unsupported();
        this.#at = read.end;
        return [{ kind: 'character', test: read.test }];
      }
      case '\\':
        return this.#escape(flags);
      case '*':
      case '+':
      case '?':
        throw new Unsupported();
    }
    this.#at += character.length;
    switch (character) {
      case '.': {
        const { dotAll } = flags;
        return [{ kind: 'character', test: (other) => dotAll || other !== '\n' }];
      }
      case '^':
        return [{ kind: 'assertion', assertion: flags.lines ? 'line-start' : 'text-start' }];
      case '$':
        return [{ kind: 'assertion', assertion: flags.lines ? 'line-end' : 'text-end' }];
      default:
        return [literal(character, flags)];
    }
  }

  #group(flags: Flags): Node[] {
    const opening = /^\((?:\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?([:)])))?/.exec(
      this.#text.slice(this.#at, this.#at + 200),
    );
    if (!opening || this.#text.startsWith('(?', this.#at) !== opening[0].startsWith('(?')) {
      throw new Unsupported();
    }
    this.#at += opening[0].length;
    const [, on = '', off = '', end] = opening;
    const own = withFlags(withFlags(flags, on, true), off, false);
    if (end === ')') {
      // They hold up to the end of the group in which they stand.
      Object.assign(flags, own);
      return [];
    }
    const node = this.#alternatives(own);
    if (!this.#take(')')) throw new Unsupported();
    return [node];
  }

  #escape(flags: Flags): Node[] {
    const next = this.#text[this.#at + 1] ?? '';
    const assertion = assertions[next];
    if (assertion) {
      this.#at += 2;
      return [{ kind: 'assertion', assertion }];
    }
    if (next === 'Q') {
      const end = this.#text.indexOf('\\E', this.#at);
      const quoted = this.#text.slice(this.#at + 2, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#text.length : end + 2;
      return [...quoted].map((character) => literal(character, flags));
    }
    const read = readClass(this.#text, this.#at, flags.anyCase);
    if (!read) throw new Unsupported();
    this.#at = read.end;
    return [{ kind: 'character', test: read.test }];
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

function withFlags(flags: Flags, names: string, value: boolean): Flags {
  const changed = { ...flags };
  if (names.includes('i')) changed.anyCase = value;
  if (names.includes('m')) changed.lines = value;
  if (names.includes('s')) changed.dotAll = value;
  return changed;
}

function literal(character: string, { anyCase }: Flags): Node {
  if (!anyCase) return { kind: 'character', test: (other) => other === character };
  const folded = fold(character);
  return { kind: 'character', test: (other) => fold(other) === folded };
}

function fold(character: string): string {
  return character.toUpperCase().toLowerCase();
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > mostInstructions) throw new Unsupported();
  switch (node.kind) {
    case 'character':
    case 'assertion':
      program.push(node);
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'either':
      emitEither(node.parts, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
  }
}

function emitEither(parts: readonly Node[], program: Instruction[]): void {
  const jumps: { kind: 'jump'; to: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const split = { kind: 'split' as const, first: program.length + 1, second: 0 };
    if (!isLast) program.push(split);
    emit(part, program);
    if (isLast) break;
    const jump = { kind: 'jump' as const, to: 0 };
    program.push(jump);
    jumps.push(jump);
    split.second = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
}

function emitRepeat(
  { part, least, most }: Extract<Node, { kind: 'repeat' }>,
  program: Instruction[],
): void {
  const before = program.length;
  for (let count = 0; count < least; count += 1) {
    emit(part, program);
    // Nothing, however often it is repeated, is nothing.
    if (program.length === before) return;
  }
  if (most === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const split = { kind: 'split' as const, first: start + 1, second: 0 };
    program.push(split);
    emit(part, program);
    program.push({ kind: 'jump', to: start });
    split.second = program.length;
    return;
  }
  const splits: { kind: 'split'; first: number; second: number }[] = [];
  for (let count = least; count < most; count += 1) {
    const split = { kind: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    splits.push(split);
    emit(part, program);
  }
  for (const split of splits) split.second = program.length;
}
