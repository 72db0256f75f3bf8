import { posixClassNames, unicodeClassNames } from './character-class-names.js';

/**
 * What is wrong with a regular expression in the eyes of Go, whose `regexp.Compile` istiod asks; undefined: nothing.
 * JavaScript's own expressions differ in what they take: look-around, back references, classes, nested repeats.
 * Source: Go regexp/syntax/parse.go, with the flags that regexp.Compile sets.
 */
export function regularExpressionProblem(text: string): string | undefined {
  try {
    new Parser(text).parse();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

class Problem extends Error {}

/** As much of an expression as the limit on nested repeats needs. */
interface Node {
  /** How often it repeats what is in it, by `{n,m}`; 1 where there is no such repeat. */
  times: number;
  parts: Node[];
}

const mostRepeats = 1000;
const largestCodePoint = 0x10ffff;

class Parser {
  /** Code points, because a range such as `[😀-😎]` goes by them. */
  readonly #text: string[];
  #at = 0;

  constructor(text: string) {
    this.#text = [...text];
  }

  parse(): void {
    this.#expression();
    if (this.#at < this.#text.length) throw new Problem('there is a ")" too many');
  }

  /** Alternatives, up to the end or an unmatched `)`. */
  #expression(): Node {
    const node: Node = { times: 1, parts: [] };
    // What a repeat would repeat: none at the beginning of an alternative.
    let last: Node | undefined;
    let isAfterRepeat = false;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === ')') return node;
      const repeat = this.#repeat();
      if (repeat !== undefined) {
        if (isAfterRepeat) throw new Problem('a repeat follows a repeat; put ( ) around the first');
        if (!last) throw new Problem(`there is nothing before "${character}" to repeat`);
        last = { times: repeat, parts: [last] };
        node.parts[node.parts.length - 1] = last;
        if (!fits(last, mostRepeats))
          throw new Problem(`it repeats more than ${mostRepeats} times`);
        isAfterRepeat = true;
        continue;
      }
      isAfterRepeat = false;
      if (character === '|') {
        this.#at++;
        last = undefined;
        continue;
      }
      const atom = this.#atom(character);
      if (!atom) continue;
      node.parts.push(atom);
      last = atom;
    }
  }

  /** `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`, each with a `?` after it or not: how often, where `{` says it. */
  #repeat(): number | undefined {
    const character = this.#text[this.#at] ?? '';
    let times = 1;
    if (character === '{') {
      const braces = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.#rest());
      // Anything else is a plain brace.
      if (!braces) return undefined;
      const [all, least = '', comma, most = comma === undefined ? least : ''] = braces;
      if (Number(least) > mostRepeats || Number(most) > mostRepeats) {
        throw new Problem(`${all} is more than ${mostRepeats} times`);
      }
      if (most !== '' && Number(least) > Number(most)) throw new Problem(`${all} is upside down`);
      times = Number(most === '' ? least : most);
      this.#at += all.length;
    } else if (['*', '+', '?'].includes(character)) this.#at++;
    else return undefined;
    if (this.#text[this.#at] === '?') this.#at++;
    return times;
  }

  /** One thing that can be repeated; undefined for what only sets flags, or nothing. */
  #atom(character: string): Node | undefined {
    if (character === '(') return this.#group();
    if (character === '[') this.#brackets();
    else if (character === '\\') return this.#escapeOutside();
    else this.#at++;
    return leaf();
  }

  #group(): Node | undefined {
    if (this.#text[this.#at + 1] === '?') {
      const rest = this.#rest();
      const named = /^\(\?P?<[A-Za-z0-9_]+>/.exec(rest);
      const flags = /^\(\?(?:[imsU]*|[imsU]*-[imsU]+)([:)])/.exec(rest);
      const opening = named ?? flags;
      if (!opening) throw new Problem(`"${rest.slice(0, 4)}" is not supported`);
      this.#at += opening[0].length;
      if (opening[1] === ')') return undefined;
    } else this.#at++;
    const node = this.#expression();
    if (this.#text[this.#at] !== ')') throw new Problem('a ")" is missing');
    this.#at++;
    return node;
  }

  #brackets(): void {
    this.#at++;
    if (this.#text[this.#at] === '^') this.#at++;
    // A bracket that comes first stands for itself.
    for (let isFirst = true; isFirst || this.#text[this.#at] !== ']'; isFirst = false) {
      if (this.#posixClass() || this.#class()) continue;
      const low = this.#characterInBrackets();
      if (this.#text[this.#at] !== '-' || (this.#text[this.#at + 1] ?? ']') === ']') continue;
      this.#at++;
      if (this.#characterInBrackets() < low) throw new Problem('a range in [ ] is upside down');
    }
    this.#at++;
  }

  #posixClass(): boolean {
    const name = /^\[:(\^?)(.*?):\]/s.exec(this.#rest());
    if (!name) return false;
    const [all, , word = ''] = name;
    if (!posixClassNames.has(word)) throw new Problem(`there is no class ${all}`);
    this.#at += [...all].length;
    return true;
  }

  /** `\d`, `\pL`, `\p{Greek}` and the like. */
  #class(): boolean {
    if (this.#text[this.#at] !== '\\') return false;
    const kind = this.#text[this.#at + 1] ?? '';
    if (/^[dDsSwW]$/.test(kind)) {
      this.#at += 2;
      return true;
    }
    if (kind !== 'p' && kind !== 'P') return false;
    const name = /^\\[pP](?:\{(.*?)\}|([^{]))/su.exec(this.#rest());
    const word = (name?.[1] ?? name?.[2] ?? '').replace(/^\^/, '').replace(/[-_ ]/g, '');
    if (!name || !unicodeClassNames.has(word.toLowerCase())) {
      throw new Problem(`there is no class ${name?.[0] ?? `\\${kind}`}`);
    }
    this.#at += [...name[0]].length;
    return true;
  }

  #characterInBrackets(): number {
    const character = this.#text[this.#at];
    if (character === undefined) throw new Problem('a "]" is missing');
    if (character === '\\') return this.#escapedCharacter();
    this.#at++;
    return character.codePointAt(0) ?? 0;
  }

  #escapeOutside(): Node | undefined {
    const next = this.#text[this.#at + 1] ?? '';
    if (next === 'Q') return this.#quoted();
    if (['A', 'b', 'B', 'z'].includes(next)) this.#at += 2;
    else if (!this.#class()) this.#escapedCharacter();
    return leaf();
  }

  /** `\Q…\E`, where the end may be left out: plain text. */
  #quoted(): Node | undefined {
    const [all, text = ''] = /^\\Q(.*?)(?:\\E|$)/s.exec(this.#rest()) ?? [''];
    this.#at += [...all].length;
    return text === '' ? undefined : leaf();
  }

  #escapedCharacter(): number {
    const rest = this.#rest();
    if (rest === '\\') throw new Problem('it ends with a backslash');
    const next = this.#text[this.#at + 1] ?? '';
    const number =
      /^\\x\{([0-9a-fA-F]+)\}/.exec(rest) ??
      /^\\x([0-9a-fA-F]{2})/.exec(rest) ??
      /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    if (number) {
      const value = parseInt(number[1] ?? '', next === 'x' ? 16 : 8);
      if (value > largestCodePoint) throw new Problem(`${number[0]} is no character`);
      this.#at += number[0].length;
      return value;
    }
    const control = Object.hasOwn(controls, next) ? controls[next] : undefined;
    const isPunctuation = next < '\u0080' && !/^[A-Za-z0-9]$/.test(next);
    if (control === undefined && !isPunctuation) {
      throw new Problem(
        /^[1-9]$/.test(next)
          ? `\\${next}: back references are not supported`
          : `there is no \\${next}`,
      );
    }
    this.#at += 2;
    return control ?? next.codePointAt(0) ?? 0;
  }

  #rest(): string {
    return this.#text.slice(this.#at).join('');
  }
}

const controls: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

function leaf(): Node {
  return { times: 1, parts: [] };
}

/** Source: repeatIsValid. What is repeated no times may hold anything. */
function fits({ times, parts }: Node, limit: number): boolean {
  if (times === 0) return true;
  if (times > limit) return false;
  const rest = Math.floor(limit / times);
  return parts.every((part) => fits(part, rest));
}
