import type { CharacterTest } from './program.js';

/** A class that was read: what is in it, and where the text goes on. */
interface ReadClass {
  test: CharacterTest;
  end: number;
}

/**
 * Reads `[...]`, `\d`, `\pL` or an escaped character at a position of an expression in RE2's syntax.
 *
 * A class is of one character, so that JavaScript's own classes can decide it: they are written anew, because `\d`, `\w` and `\s` mean
 * other characters there, and RE2 has names that JavaScript has not.
 *
 * @returns Undefined for one that is wrong or not known.
 */
export function readClass(text: string, at: number, anyCase: boolean): ReadClass | undefined {
  const reader = new ClassReader(text, at);
  const written = text[at] === '[' ? reader.brackets() : reader.escape(false);
  if (written === undefined) return undefined;
  try {
    const own = new RegExp(`^${written}$`, anyCase ? 'siu' : 'su');
    return { test: (character) => own.test(character), end: reader.at };
  } catch {
    // Such as a script that this version of JavaScript does not know.
    return undefined;
  }
}

class ClassReader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  brackets(): string | undefined {
    this.at += 1;
    const isNegated = this.#text[this.at] === '^';
    if (isNegated) this.at += 1;
    let written = '';
    // A bracket that comes first stands for itself.
    for (let isFirst = true; isFirst || this.#text[this.at] !== ']'; isFirst = false) {
      if (this.at >= this.#text.length) return undefined;
      const part = this.#posix() ?? this.#range();
      if (part === undefined) return undefined;
      written += part;
    }
    this.at += 1;
    return `[${isNegated ? '^' : ''}${written}]`;
  }

  #posix(): string | undefined {
    const [all, not, name = ''] =
      /^\[:(\^?)([a-z]+):\]/.exec(this.#text.slice(this.at, this.at + 20)) ?? [];
    const ranges = Object.hasOwn(posix, name) ? posix[name] : undefined;
    if (all === undefined || ranges === undefined) return undefined;
    this.at += all.length;
    return not ? complement(ranges) : written(ranges);
  }

  /** One character, or two with a dash between them; or a class. */
  #range(): string | undefined {
    const low = this.#inBrackets();
    const hasEnd = this.#text[this.at] === '-' && (this.#text[this.at + 1] ?? ']') !== ']';
    if (low === undefined || !hasEnd || !low.isCharacter) return low?.written;
    this.at += 1;
    const high = this.#inBrackets();
    return high?.isCharacter ? `${low.written}-${high.written}` : undefined;
  }

  #inBrackets(): { written: string; isCharacter: boolean } | undefined {
    if (this.#text[this.at] === '\\') {
      const isClass = /[dDsSwWpP]/.test(this.#text[this.at + 1] ?? '');
      const own = this.escape(true);
      return own === undefined ? undefined : { written: own, isCharacter: !isClass };
    }
    const code = this.#text.codePointAt(this.at) ?? 0;
    this.at += String.fromCodePoint(code).length;
    return { written: escaped(code), isCharacter: true };
  }

  /** @param isInside Whether it stands in brackets, and gets none of its own. */
  escape(isInside: boolean): string | undefined {
    const next = this.#text[this.at + 1] ?? '';
    const perl = Object.hasOwn(perlClasses, next.toLowerCase())
      ? perlClasses[next.toLowerCase()]
      : undefined;
    if (perl) {
      this.at += 2;
      const own = next === next.toLowerCase() ? written(perl) : complement(perl);
      return isInside ? own : `[${own}]`;
    }
    const rest = this.#text.slice(this.at, this.at + 60);
    if (next === 'p' || next === 'P') return this.#unicode(rest);
    const number =
      /^\\x\{([0-9a-fA-F]{1,6})\}/.exec(rest) ??
      /^\\x([0-9a-fA-F]{2})/.exec(rest) ??
      /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    if (number) {
      const code = parseInt(number[1] ?? '', next === 'x' ? 16 : 8);
      if (code > largest) return undefined;
      this.at += number[0].length;
      return escaped(code);
    }
    const control = Object.hasOwn(controls, next) ? controls[next] : undefined;
    const isPunctuation = next !== '' && next < '\u0080' && !/[A-Za-z0-9]/.test(next);
    if (control === undefined && !isPunctuation) return undefined;
    this.at += 2;
    return escaped(control ?? next.codePointAt(0) ?? 0);
  }

  #unicode(rest: string): string | undefined {
    const [all, inBraces, letter] = /^\\[pP](?:\{(\^?\w+)\}|([A-Z]))/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const given = inBraces ?? letter ?? '';
    const name = given.replace(/^\^/, '');
    const isNegated = given.startsWith('^') !== all.startsWith('\\P');
    this.at += all.length;
    if (name === 'Any') return isNegated ? complement([[0, largest]]) : written([[0, largest]]);
    const property = name.length <= 2 ? name : `Script=${name}`;
    return `\\${isNegated ? 'P' : 'p'}{${property}}`;
  }
}

type Ranges = readonly (readonly [low: number, high: number])[];

const largest = 0x10ffff;
const digits = [0x30, 0x39] as const;
const upper = [0x41, 0x5a] as const;
const lower = [0x61, 0x7a] as const;
const underscore = [0x5f, 0x5f] as const;

/** Of ASCII alone, in ascending order. */
const perlClasses: Readonly<Record<string, Ranges>> = {
  d: [digits],
  // Without the vertical tab.
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
  w: [digits, upper, underscore, lower],
};

const posix: Readonly<Record<string, Ranges>> = {
  alnum: [digits, upper, lower],
  alpha: [upper, lower],
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [digits],
  graph: [[0x21, 0x7e]],
  lower: [lower],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [upper],
  word: [digits, upper, underscore, lower],
  xdigit: [digits, [0x41, 0x46], [0x61, 0x66]],
};

const controls: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

function written(ranges: Ranges): string {
  return ranges.map(([low, high]) => `${escaped(low)}-${escaped(high)}`).join('');
}

/** Every other character. */
function complement(ranges: Ranges): string {
  let next = 0;
  const left: [number, number][] = [];
  for (const [low, high] of ranges) {
    if (low > next) left.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= largest) left.push([next, largest]);
  // Nothing is in no range: a class that no character is in.
  return left.length === 0 ? '\\P{Any}' : written(left);
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
