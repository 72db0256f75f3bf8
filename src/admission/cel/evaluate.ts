import { isMapping } from '../../foundation/values.js';
import { compile } from '../../foundation/re2/compile.js';
import { matchesFully, type StepBudget } from '../../foundation/re2/program.js';
import { parseDuration } from '../../mesh/duration.js';
import { isIpv4, isIpv6 } from './ip.js';
import type { CelMacro, CelNode } from './parse.js';

/** That an expression has no value, such as a field that is not there. */
class CelError extends Error {}

/** Names and what they stand for. */
type Scope = ReadonlyMap<string, unknown>;

/** How much may be evaluated: hostile manifests have long lists. */
export interface CelBudget {
  left: number;
}

/**
 * Whether a value satisfies an expression. One that cannot be evaluated is not satisfied, as for the API server.
 *
 * @param self What the expression is about.
 */
export function satisfiesCel(node: CelNode, self: unknown, budget: CelBudget): boolean {
  try {
    return new Evaluation(budget).value(node, new Map([['self', self]])) === true;
  } catch (error) {
    if (error instanceof CelError) return false;
    throw error;
  }
}

/** For the regular expressions of one evaluation. */
const mostSteps = 2_000_000;

class Evaluation {
  readonly #budget: CelBudget;
  readonly #steps: StepBudget = { left: mostSteps };

  constructor(budget: CelBudget) {
    this.#budget = budget;
  }

  value(node: CelNode, scope: Scope): unknown {
    this.#budget.left -= 1;
    if (this.#budget.left < 0) throw new CelError('the expression takes too long');
    switch (node.kind) {
      case 'value':
        return node.value;
      case 'name':
        if (!scope.has(node.name)) throw new CelError(`nothing is called ${node.name}`);
        return scope.get(node.name);
      case 'list':
        return node.items.map((item) => this.value(item, scope));
      case 'field':
        return fieldOf(this.value(node.of, scope), node.name);
      case 'has': {
        const of = this.value(node.of, scope);
        if (!isMapping(of)) throw new CelError('has() takes an object');
        return Object.hasOwn(of, node.name);
      }
      case 'item':
        return this.#item(this.value(node.of, scope), this.value(node.index, scope));
      case 'call':
        return this.#call(node, scope);
      case 'macro':
        return this.#macro(node, scope);
      case 'unary': {
        const operand = this.value(node.operand, scope);
        return node.operator === '!' ? !truth(operand) : -numberOf(operand);
      }
      case 'binary':
        return this.#binary(node, scope);
      case 'choice':
        return this.value(truth(this.value(node.if, scope)) ? node.yes : node.no, scope);
    }
  }

  #binary({ operator, left, right }: Extract<CelNode, { kind: 'binary' }>, scope: Scope): unknown {
    if (operator === '&&' || operator === '||') {
      const decisive = operator === '||';
      return this.#combined([left, right], decisive, (one) => truth(this.value(one, scope)));
    }
    const [a, b] = [this.value(left, scope), this.value(right, scope)];
    switch (operator) {
      case '==':
        return areEqual(a, b);
      case '!=':
        return !areEqual(a, b);
      case 'in':
        if (isMapping(b)) return typeof a === 'string' && Object.hasOwn(b, a);
        return listOf(b).some((item) => areEqual(a, item));
      case '+':
        return typeof a === 'string' && typeof b === 'string' ? a + b : numberOf(a) + numberOf(b);
      case '-':
        return numberOf(a) - numberOf(b);
      default:
        return isInOrder(operator, a, b);
    }
  }

  /** One that decides makes up for one that has no value. */
  #combined<T>(items: readonly T[], decisive: boolean, truthOf: (item: T) => boolean): boolean {
    let failed: CelError | undefined;
    for (const item of items) {
      try {
        if (truthOf(item) === decisive) return decisive;
      } catch (error) {
        if (!(error instanceof CelError)) throw error;
        failed ??= error;
      }
    }
    if (failed) throw failed;
    return !decisive;
  }

  #macro(node: Extract<CelNode, { kind: 'macro' }>, scope: Scope): unknown {
    const of = this.value(node.of, scope);
    const items = isMapping(of) ? Object.keys(of) : listOf(of);
    const holds = (item: unknown) =>
      truth(this.value(node.body, new Map([...scope, [node.variable, item]])));
    return this.#ofItems(node.name, items, holds);
  }

  #ofItems(name: CelMacro, items: readonly unknown[], holds: (item: unknown) => boolean): unknown {
    switch (name) {
      case 'all':
      case 'exists':
        return this.#combined(items, name === 'exists', holds);
      case 'exists_one':
        return items.filter(holds).length === 1;
      case 'filter':
        return items.filter(holds);
    }
  }

  #item(of: unknown, index: unknown): unknown {
    if (isMapping(of)) return fieldOf(of, String(index));
    const list = listOf(of);
    const at = numberOf(index);
    if (at < 0 || at >= list.length) throw new CelError('there is no such item');
    return list[at];
  }

  #call({ name, of, args }: Extract<CelNode, { kind: 'call' }>, scope: Scope): unknown {
    const values = [...(of ? [of] : []), ...args].map((one) => this.value(one, scope));
    const [first, second, third] = values;
    switch (name) {
      case 'size':
        return sizeOf(first);
      case 'contains':
        return textOf(first).includes(textOf(second));
      case 'startsWith':
        return textOf(first).startsWith(textOf(second));
      case 'endsWith':
        return textOf(first).endsWith(textOf(second));
      case 'split':
        return textOf(first).split(textOf(second));
      case 'substring':
        return substring(textOf(first), numberOf(second), third);
      case 'matches':
        return this.#matches(textOf(first), textOf(second));
      case 'isIP':
        return isIpv4(textOf(first)) || isIpv6(textOf(first));
      case 'duration': {
        const duration = parseDuration(textOf(first));
        if (duration === undefined) throw new CelError('no duration');
        return duration;
      }
      default:
        throw new CelError(`there is no function ${name}`);
    }
  }

  /** Anywhere in the text, unless the expression has anchors. */
  #matches(text: string, expression: string): boolean {
    const program = compile(`(?s:.*)(?:${expression})(?s:.*)`);
    const result = program && matchesFully(program, text, this.#steps);
    if (result === undefined) throw new CelError('the regular expression cannot be evaluated');
    return result;
  }
}

function fieldOf(of: unknown, name: string): unknown {
  if (!isMapping(of) || !Object.hasOwn(of, name)) throw new CelError(`there is no ${name}`);
  return of[name];
}

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new CelError('no truth value');
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new CelError('no text');
  return value;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new CelError('no number');
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new CelError('no list');
  return value;
}

/** Texts have characters, not the units in which they are stored. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return isMapping(value) ? Object.keys(value).length : listOf(value).length;
}

function substring(text: string, start: number, end: unknown): string {
  const characters = [...text];
  const last = end === undefined ? characters.length : numberOf(end);
  if (start < 0 || start > last || last > characters.length) throw new CelError('out of range');
  return characters.slice(start, last).join('');
}

function areEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => areEqual(item, b[index]));
  }
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && areEqual(a[key], b[key]))
    );
  }
  return a === b;
}

function isInOrder(operator: string, a: unknown, b: unknown): boolean {
  const isComparable =
    typeof a === typeof b &&
    (typeof a === 'number' || typeof a === 'bigint' || typeof a === 'string');
  if (!isComparable) throw new CelError('no order');
  const [one, other] = [a as number, b as number];
  switch (operator) {
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    default:
      return one >= other;
  }
}
