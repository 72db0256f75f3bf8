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
 * @property {number} within the number of the function that it is in; 0: none
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
  [ts.SyntaxKind.QuestionQuestionToken]: ['&&', 'logic'],
  [ts.SyntaxKind.PlusToken]: ['-', 'arithmetic'],
  [ts.SyntaxKind.MinusToken]: ['+', 'arithmetic'],
  [ts.SyntaxKind.AsteriskToken]: ['/', 'arithmetic'],
  [ts.SyntaxKind.SlashToken]: ['*', 'arithmetic'],
  [ts.SyntaxKind.PlusEqualsToken]: ['-=', 'arithmetic'],
  [ts.SyntaxKind.MinusEqualsToken]: ['+=', 'arithmetic'],
};

/** @type {Record<string, string>} */
const methods = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};

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
  let functions = 0;

  /**
   * @param {ts.Node} node
   * @param {number} within
   */
  function visit(node, within) {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const own = isFunction(node) ? (functions += 1) : within;
    const add = (
      /** @type {ts.Node} */ at,
      /** @type {string} */ by,
      /** @type {string} */ kind,
    ) => {
      const start = at.getStart(source);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      all.push({ start, end: at.end, text: by, kind, line, within: own });
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
    if (ts.isExpressionStatement(node)) add(node, ';', 'statement');
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression;
      const other = methods[name.text];
      if (other !== undefined) add(name, other, 'method');
    }
    node.forEachChild((child) => visit(child, own));
  }
  visit(source, 0);
  return all.sort((a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1));
}

/**
 * @param {ts.Node} node
 * @returns {node is ts.FunctionLikeDeclaration}
 */
function isFunction(node) {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/** @param {ts.StringLiteral} node */
function isKey(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node
  );
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

/**
 * The text with a note at the start of each function, in the numbers of `mutationsOf`.
 *
 * @param {string} file
 * @param {string} text
 */
export function withNotes(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const note = (/** @type {number} */ number) =>
    `(globalThis.__ran ??= new Set()).add(${JSON.stringify(`${file}:${number}`)})`;
  /** @type {{ at: number, text: string }[]} */
  const insertions = [{ at: 0, text: `${note(0)};` }];
  let functions = 0;
  /** @param {ts.Node} node */
  function visit(node) {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (isFunction(node)) {
      functions += 1;
      const { body } = node;
      if (body && ts.isBlock(body)) {
        const first = body.statements[0];
        // `super` comes first.
        const isConstructor = ts.isConstructorDeclaration(node);
        const at = isConstructor ? body.end - 1 : (first?.getStart(source) ?? body.end - 1);
        insertions.push({ at, text: `;${note(functions)};` });
      } else if (body) {
        insertions.push({ at: body.getStart(source), text: `(${note(functions)}, ` });
        insertions.push({ at: body.end, text: ')' });
      }
    }
    node.forEachChild(visit);
  }
  visit(source);
  return insertions
    .map((insertion, index) => ({ ...insertion, index }))
    .sort((a, b) => b.at - a.at || b.index - a.index)
    .reduce((all, { at, text: own }) => all.slice(0, at) + own + all.slice(at), text);
}
