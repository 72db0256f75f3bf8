// @ts-check
/** The small changes of a TypeScript file that its tests should notice. */
import ts from 'typescript';

/**
 * @typedef {object} Mutation
 * @property {number} start of what is replaced, in UTF-16 units
 * @property {number} end
 * @property {string} text in its place
 * @property {string} kind
 * @property {number} line from 1
 * @property {boolean} isTop it runs while its module is loaded
 */

/** @type {Partial<Record<ts.SyntaxKind, [string, string]>>} */
const operators = {
  [ts.SyntaxKind.LessThanToken]: ['<=', 'boundary'],
  [ts.SyntaxKind.LessThanEqualsToken]: ['<', 'boundary'],
  [ts.SyntaxKind.GreaterThanToken]: ['>=', 'boundary'],
  [ts.SyntaxKind.GreaterThanEqualsToken]: ['>', 'boundary'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ['!==', 'comparison'],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ['===', 'comparison'],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ['||', 'logic'],
  [ts.SyntaxKind.BarBarToken]: ['&&', 'logic'],
  [ts.SyntaxKind.PlusToken]: ['-', 'arithmetic'],
  [ts.SyntaxKind.MinusToken]: ['+', 'arithmetic'],
  [ts.SyntaxKind.AsteriskToken]: ['/', 'arithmetic'],
  [ts.SyntaxKind.SlashToken]: ['*', 'arithmetic'],
  [ts.SyntaxKind.PlusEqualsToken]: ['-=', 'arithmetic'],
  [ts.SyntaxKind.MinusEqualsToken]: ['+=', 'arithmetic'],
};

/** @type {ReadonlyMap<string, string>} */
const methods = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);

/** @param {ts.Node} node */
const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/**
 * @param {string} file
 * @param {string} text
 * @returns {Mutation[]} in the order of the text; texts for people are left alone
 */
export function mutationsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Mutation[]} */
  const all = [];

  /** @param {ts.Node} node */
  function visit(node) {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const add = (
      /** @type {ts.Node} */ at,
      /** @type {string} */ by,
      /** @type {string} */ kind,
    ) => {
      const start = at.getStart(source);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      all.push({ start, end: at.end, text: by, kind, line, isTop: !isLater(at) });
    };
    if (ts.isIfStatement(node)) {
      add(node.expression, 'true', 'condition');
      add(node.expression, 'false', 'condition');
    }
    if (ts.isConditionalExpression(node)) {
      add(node.condition, 'true', 'condition');
      add(node.condition, 'false', 'condition');
    }
    if (ts.isBinaryExpression(node)) {
      const [by, kind] = operators[node.operatorToken.kind] ?? [];
      const joinsText = kind === 'arithmetic' && (isText(node.left) || isText(node.right));
      if (by !== undefined && kind !== undefined && !joinsText) add(node.operatorToken, by, kind);
    }
    // `??` and `&&` have no order among each other.
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
    ) {
      add(node, `((${node.left.getText(source)}) && (${node.right.getText(source)}))`, 'default');
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      add(node, `(${node.operand.getText(source)})`, 'negation');
    }
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'false', 'boolean');
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'true', 'boolean');
    // What has a space is for people.
    if (ts.isStringLiteral(node) && node.text !== '' && !node.text.includes(' ') && !isKey(node)) {
      add(node, "''", 'text');
    }
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && !isTarget(node))
      add(node, '[]', 'list');
    // Without `super()` nothing works at all.
    if (ts.isExpressionStatement(node) && !isSuperCall(node.expression))
      add(node, ';', 'statement');
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression;
      const other = methods.get(name.text);
      if (other !== undefined) add(name, other, 'method');
    }
    node.forEachChild(visit);
  }
  visit(source);
  return all.sort((a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1));
}

/**
 * Whether a node is in a function that something calls later; one that is given to a call runs with it.
 *
 * @param {ts.Node} node
 * @returns {boolean}
 */
function isLater(node) {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isPropertyDeclaration(at)) return true;
    if (ts.isFunctionLike(at) && !ts.isCallExpression(at.parent)) return true;
  }
  return false;
}

/** @param {ts.StringLiteral} node */
function isKey(node) {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node
  );
}

/** @param {ts.Expression} node */
function isSuperCall(node) {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/**
 * `[a, b] = …` is no list.
 *
 * @param {ts.Node} node
 */
function isTarget(node) {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.left === node;
}
