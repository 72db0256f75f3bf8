/** What to tell about a document that is a template. */
export const renderFirst =
  'this is a template, no manifest: render it first (helm template, kustomize build), ' +
  'then read the result';

/**
 * Whether a text has an action of Go's or a similar template language, `{{ … }}`, where no quotes
 * protect it: then it is the likely cause of an error. Actions are short; the limit keeps the
 * search linear.
 */
export function hasTemplateAction(text: string): boolean {
  return text.includes('{{') && /^(?!\s*#)(?:[^"'\n]*[\s:,[{-])?\{\{[^\n]{0,500}?\}\}/m.test(text);
}
