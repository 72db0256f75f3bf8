import type { Document } from '../manifest/document.js';
import type { Range } from '../foundation/range.js';
import { hasTemplateAction } from '../manifest/template.js';
import { isMapping, textAt } from '../foundation/values.js';

/** Keys below which texts are no names: patterns, scripts and remarks may hold anything. */
const freeText = new Set([
  'annotations',
  'regex',
  'rewrite',
  'headers',
  'withoutHeaders',
  'inlineCode',
  'inlineString',
  'patch',
  'template',
  'data',
  'body',
  'string',
  'description',
]);

/** Objects nested deeper are not looked into; none of Istio's is. */
const deepest = 30;

/**
 * Whether an object is a template: a name or value of it is a placeholder that something replaces before the object is
 * applied, such as `${HOST}`, `$HOST`, `<host>`, `{{ host }}`, `__HOST__` or `APP_NAME`.
 */
export function hasPlaceholder(document: Document): boolean {
  const { value } = document;
  return (
    isNamePlaceholder(textAt(value, 'metadata', 'name')) ||
    isNamePlaceholder(textAt(value, 'metadata', 'namespace')) ||
    isIn(value, '', 0)
  );
}

function isIn(value: unknown, key: string, depth: number): boolean {
  if (typeof value === 'string') return isPlaceholder(value, key);
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.some((item) => isIn(item, key, depth + 1));
  if (!isMapping(value)) return false;
  return Object.entries(value).some(
    ([name, item]) => isExpression(name) || (!freeText.has(name) && isIn(item, name, depth + 1)),
  );
}

/** Keys whose texts are names of objects and hosts. */
const nameKeys = new Set([
  'name',
  'namespace',
  'host',
  'hosts',
  'hostnames',
  'gateways',
  'locality',
  'from',
  'to',
]);

function isPlaceholder(text: string, key: string): boolean {
  if (isExpression(text)) return true;
  return nameKeys.has(key) && isNamePlaceholder(text);
}

/** The mark is quick to look for; the limits keep the search linear. */
const expressions: readonly { mark: string; pattern: RegExp }[] = [
  { mark: '${', pattern: /\$\{[A-Za-z_][\w.-]*(?::?[-=?+][^}]*|[/#%][^}]*)?\}/ },
  { mark: '$', pattern: /^\$(?:[A-Za-z_]\w*|\([A-Za-z_][\w.]*\))$/ },
  // Also `${{ x }}` of Backstage and of workflows.
  { mark: '{{', pattern: /\{\{.{0,500}?\}\}/s },
  { mark: '{%', pattern: /\{%.{0,500}?%\}/s },
  { mark: '<%', pattern: /<%.{0,500}?%>/s },
  { mark: '[[', pattern: /\[\[[ \w.|-]{1,200}\]\]/ },
  { mark: '#{', pattern: /#\{[\w.-]{1,200}\}#?/ },
  { mark: '<', pattern: /^<[A-Za-z][\w .:/-]*>$/ },
  { mark: '((', pattern: /^\(\([\w.-]+\)\)$/ },
];

/** A variable of a shell, envsubst, Flux or kustomize, or an action of Go's or a similar template language. */
function isExpression(text: string): boolean {
  return expressions.some(({ mark, pattern }) => text.includes(mark) && pattern.test(text));
}

/** In names, a placeholder may be a part between dots, slashes or dashes. */
function isNamePlaceholder(text: string | undefined): boolean {
  if (text === undefined || text.length > 1000) return false;
  if (/[$<{([#]/.test(text)) {
    if (isExpression(text) || /<[A-Za-z][\w .-]*>|\$\(?[A-Za-z_]\w*/.test(text)) return true;
  }
  return text.split(/[./]/).some(isCapitalName);
}

/** Words that stand alone for a value; with an underscore, every name in capitals is one, also between dashes. */
const words =
  /^(NAME|NAMESPACE|HOST|HOSTNAME|DOMAIN|SERVICE|APP|REGION|ZONE|CLUSTER|VERSION|TENANT|ENV|ENVIRONMENT|PROJECT|TODO|CHANGEME|REPLACE|REPLACEME|PLACEHOLDER)$/;

function isCapitalName(label: string): boolean {
  if (!/^[_@%]{0,2}[A-Z]/.test(label)) return false;
  return (
    words.test(label) ||
    label.split('-').some((part) => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(part)) ||
    /^(?:__|@@|%%|@|%)[A-Z][A-Z0-9_-]*(?:__|@@|%%|@|%)$/.test(label) ||
    /^(?:REPLACE|CHANGE|YOUR|MY)(?:[-_][A-Z0-9]+)+$/.test(label)
  );
}

/** Whether YAML cannot go on at a place because of a `%NAME%` or `@NAME@`, which a script replaces. */
export function isPlaceholderAt(text: string, { line, column }: Range): boolean {
  const rest = text.split(/\r?\n/, line)[line - 1]?.slice(column - 1);
  return rest !== undefined && /^([%@])[A-Z][A-Z0-9_]*\1/.test(rest);
}

/** Whether a text is a template of ytt, or of Jinja or Go where no quotes protect its actions. */
export function isTemplateText(text: string): boolean {
  if (text.includes('#@') && /(?:^|[\s:])#@(?:\s|ytt|data\/)/m.test(text)) return true;
  if (text.includes('{%') && /\{%-?\s*(?:if|for|set|include|block|macro|endif|endfor)\b/.test(text))
    return true;
  return hasTemplateAction(text);
}
