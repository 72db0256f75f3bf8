import { celTokens, type CelToken } from './tokens.js';

/** An expression in CEL. */
export type CelNode =
  | { kind: 'value'; value: string | number | boolean | null }
  | { kind: 'name'; name: string }
  | { kind: 'list'; items: CelNode[] }
  | { kind: 'field'; of: CelNode; name: string }
  | { kind: 'item'; of: CelNode; index: CelNode }
  | { kind: 'has'; of: CelNode; name: string }
  | { kind: 'call'; name: string; of: CelNode | undefined; args: CelNode[] }
  | { kind: 'macro'; name: CelMacro; of: CelNode; variable: string; body: CelNode }
  | { kind: 'unary'; operator: '!' | '-'; operand: CelNode }
  | { kind: 'binary'; operator: string; left: CelNode; right: CelNode }
  | { kind: 'choice'; if: CelNode; yes: CelNode; no: CelNode };

export type CelMacro = (typeof macros)[number];

const macros = ['all', 'exists', 'exists_one', 'filter'] as const;

/** By how strongly they bind, the weakest first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
];

/**
 * Reads an expression in CEL, as far as CRDs use the language.
 *
 * @throws Error for anything else.
 */
export function parseCel(expression: string): CelNode {
  const parser = new CelParser(celTokens(expression));
  return parser.whole();
}

class CelParser {
  #at = 0;
  readonly #tokens: readonly CelToken[];

  constructor(tokens: readonly CelToken[]) {
    this.#tokens = tokens;
  }

  whole(): CelNode {
    const node = this.#expression();
    if (this.#next.kind !== 'end') throw new Error('something stands behind the expression');
    return node;
  }

  get #next(): CelToken {
    return this.#tokens[this.#at] ?? { kind: 'end' };
  }

  /** Whether the next word is this operator, or `in`. */
  #is(text: string): boolean {
    const next = this.#next;
    return (next.kind === 'operator' || next.kind === 'name') && next.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Error(`"${text}" is missing`);
  }

  #name(): string {
    const next = this.#next;
    if (next.kind !== 'name') throw new Error('a name is missing');
    this.#at += 1;
    return next.text;
  }

  #expression(): CelNode {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const yes = this.#expression();
    this.#expect(':');
    return { kind: 'choice', if: condition, yes, no: this.#expression() };
  }

  #binary(level: number): CelNode {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.#take(one));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): CelNode {
    for (const operator of ['!', '-'] as const) {
      if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    }
    return this.#postfix();
  }

  #postfix(): CelNode {
    let node = this.#primary();
    for (;;) {
      if (this.#take('.')) node = this.#member(node);
      else if (this.#take('[')) {
        node = { kind: 'item', of: node, index: this.#expression() };
        this.#expect(']');
      } else return node;
    }
  }

  #member(of: CelNode): CelNode {
    const name = this.#name();
    // Names that are words of the language are written so in CRDs.
    if (!this.#take('(')) return { kind: 'field', of, name: name.replace(/^__(\w+)__$/, '$1') };
    const macro = macros.find((one) => one === name);
    if (!macro) return { kind: 'call', name, of, args: this.#arguments() };
    const variable = this.#name();
    this.#expect(',');
    const body = this.#expression();
    this.#expect(')');
    return { kind: 'macro', name: macro, of, variable, body };
  }

  #primary(): CelNode {
    const next = this.#next;
    if (next.kind === 'text' || next.kind === 'number') {
      this.#at += 1;
      return { kind: 'value', value: next.value };
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) return { kind: 'list', items: this.#list(']') };
    const name = this.#name();
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (name === 'null') return { kind: 'value', value: null };
    if (!this.#take('(')) return { kind: 'name', name };
    const args = this.#arguments();
    if (name !== 'has') return { kind: 'call', name, of: undefined, args };
    const [field] = args;
    if (field?.kind !== 'field') throw new Error('has() takes a field');
    return { kind: 'has', of: field.of, name: field.name };
  }

  #arguments(): CelNode[] {
    return this.#list(')');
  }

  #list(end: string): CelNode[] {
    const items: CelNode[] = [];
    if (this.#take(end)) return items;
    do items.push(this.#expression());
    while (this.#take(','));
    this.#expect(end);
    return items;
  }
}
