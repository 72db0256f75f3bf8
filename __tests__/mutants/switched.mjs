// @ts-check
/** A TypeScript file with all its mutations in it at once, each behind a switch: `__m(number)` says whether it is on. */
import ts from 'typescript';

/** @typedef {import('./mutations.mjs').Mutation} Mutation */

/**
 * @param {string} file
 * @param {string} text
 * @param {readonly Mutation[]} mutations those of the text
 * @param {number} first the number of the first one; the others follow
 */
export function switched(file, text, mutations, first) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Map<ts.Node, { number: number, text: string }[]>} */
  const byNode = new Map();
  const places = new Map(mutations.map((mutation, index) => [keyOf(mutation), first + index]));
  const found = new Set();

  /** @param {ts.Node} node */
  function place(node) {
    for (const { mutation, at } of mutationsAt(node, mutations, source)) {
      const number = places.get(keyOf(mutation));
      if (number === undefined || found.has(number)) continue;
      found.add(number);
      const start = at.getStart(source);
      const own =
        text.slice(start, mutation.start) + mutation.text + text.slice(mutation.end, at.end);
      byNode.set(at, [...(byNode.get(at) ?? []), { number, text: own }]);
    }
    node.forEachChild(place);
  }
  place(source);

  /**
   * @param {ts.Node} node
   * @returns {string}
   */
  function render(node) {
    const start = node.getStart(source);
    let all = '';
    let at = start;
    if (!ts.isTypeNode(node)) {
      node.forEachChild((child) => {
        const from = child.getStart(source);
        if (from < at) throw new Error(`${file}: children out of order at ${from}`);
        all += text.slice(at, from) + render(child);
        at = child.end;
      });
    }
    all += text.slice(at, node.end);
    const switches = byNode.get(node) ?? [];
    if (ts.isExpressionStatement(node)) {
      const [one] = switches;
      return one ? `{ if (!__m(${one.number})) { ${all} } }` : all;
    }
    return switches.reduce(
      (rest, { number, text: own }) => `(__m(${number}) ? (${own}) : ${rest})`,
      switches.length > 0 ? `(${all})` : all,
    );
  }
  const head = text.slice(0, source.getStart(source));
  return {
    text: head + render(source),
    missing: mutations.filter((_, index) => !found.has(first + index)),
  };
}

/** @param {Mutation} mutation */
const keyOf = ({ start, end, text, kind }) => `${start} ${end} ${kind} ${text}`;

/**
 * The mutations that begin at a node, or at an operator or name of it, and the expression that takes the switch.
 *
 * @param {ts.Node} node
 * @param {readonly Mutation[]} mutations
 * @param {ts.SourceFile} source
 */
function mutationsAt(node, mutations, source) {
  const isOf = (/** @type {ts.Node} */ part) => (/** @type {Mutation} */ mutation) =>
    mutation.start === part.getStart(source) && mutation.end === part.end;
  /** @type {{ mutation: Mutation, at: ts.Node }[]} */
  const all = [];
  const add = (
    /** @type {ts.Node} */ part,
    /** @type {ts.Node} */ at,
    /** @type {string[]} */ kinds,
  ) => {
    for (const mutation of mutations.filter(isOf(part))) {
      if (kinds.includes(mutation.kind)) all.push({ mutation, at });
    }
  };
  if (ts.isIfStatement(node)) add(node.expression, node.expression, ['condition']);
  if (ts.isConditionalExpression(node)) add(node.condition, node.condition, ['condition']);
  if (ts.isBinaryExpression(node))
    add(node.operatorToken, node, ['boundary', 'comparison', 'logic', 'arithmetic']);
  if (ts.isBinaryExpression(node)) add(node, node, ['default']);
  if (ts.isPrefixUnaryExpression(node)) add(node, node, ['negation']);
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    add(node, node, ['boolean']);
  if (ts.isStringLiteral(node)) add(node, node, ['text']);
  if (ts.isArrayLiteralExpression(node)) add(node, node, ['list']);
  if (ts.isExpressionStatement(node)) add(node, node, ['statement']);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    add(node.expression.name, endOfChain(node), ['method']);
  return all;
}

/**
 * Parentheses inside `a?.b.some(f).length` would end what `?.` leaves out.
 *
 * @param {ts.Node} node
 * @returns {ts.Node}
 */
function endOfChain(node) {
  const { parent } = node;
  const goesOn =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNonNullExpression(parent)) &&
    parent.expression === node &&
    (parent.flags & ts.NodeFlags.OptionalChain) !== 0;
  return goesOn ? endOfChain(parent) : node;
}
