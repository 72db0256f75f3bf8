/** A word of an expression in CEL. */
export type CelToken =
  | { kind: 'name' | 'operator'; text: string }
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'end' };

const pattern =
  /\s*(?:(?<raw>r"""(?<rawText>[\s\S]*?)""")|(?<number>\d+)|(?<name>[A-Za-z_]\w*)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<operator>&&|\|\||==|!=|<=|>=|[-+!<>?:.,()[\]]))/y;

/**
 * Takes an expression apart. It knows what CRDs use: no floating numbers, no bytes, no comments.
 *
 * @throws Error for anything else.
 */
export function celTokens(expression: string): CelToken[] {
  const tokens: CelToken[] = [];
  const text = expression.trim();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new Error(`cannot read ${JSON.stringify(text.slice(at, at + 20))}`);
    tokens.push(tokenOf(groups));
  }
  return [...tokens, { kind: 'end' }];
}

function tokenOf(groups: Record<string, string | undefined>): CelToken {
  const { raw, rawText, number, name, single, double, operator = '' } = groups;
  if (raw !== undefined) return { kind: 'text', value: rawText ?? '' };
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  if (name !== undefined) return { kind: 'name', text: name };
  const quoted = single ?? double;
  if (quoted !== undefined) return { kind: 'text', value: unescaped(quoted) };
  return { kind: 'operator', text: operator };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, own: string) => {
    return own === 'n' ? '\n' : own === 't' ? '\t' : own === 'r' ? '\r' : own;
  });
}
