import ts from 'typescript';

/** A number stands in a template as it is: `${count}`, not `${String(count)}`. */
const plainNumbers = {
  meta: { type: 'suggestion', messages: { plain: 'A number needs no String() in a template.' } },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;
    const isNumber = (type) =>
      type.isUnion() ? type.types.every(isNumber) : (type.flags & ts.TypeFlags.NumberLike) !== 0;
    return {
      'TemplateLiteral > CallExpression[callee.name="String"][arguments.length=1]'(call) {
        if (isNumber(getTypeAtLocation(call.arguments[0]))) {
          context.report({ node: call, messageId: 'plain' });
        }
      },
    };
  },
};

/** Rules of this repository that no package has. */
export const localRules = { rules: { 'plain-numbers': plainNumbers } };
