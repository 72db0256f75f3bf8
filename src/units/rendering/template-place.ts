import type { Path, Range } from '../../foundation/range.js';
import { at } from '../../foundation/values.js';
import type { TemplateNode } from './template-tree.js';

/** Where in a template a part of a rendered object comes from. */
export interface TemplatePlace extends Range {
  /** The whole path was followed: it is the line of the value. */
  isExact: boolean;
  /** The names of a value that the line takes in, such as `['mesh', 'interval']` for `.Values.mesh.interval`. */
  values: Path | undefined;
}

interface Follow {
  node: TemplateNode | undefined;
  /** Parts of the path that were followed. */
  depth: number;
  /** Whether the text at the end is that of the rendered value. */
  isSame: boolean;
  children: readonly TemplateNode[];
}

/** The document of a template that an object was rendered from. */
export function templateOf(
  trees: readonly (readonly TemplateNode[])[],
  value: unknown,
  ordinal: number,
): readonly TemplateNode[] | undefined {
  const kind = String(at(value, 'kind'));
  const alike = trees.filter((roots) =>
    roots.some(
      ({ name, text }) => name === 'kind' && (text.includes('{{') || plain(text) === kind),
    ),
  );
  const name = String(at(value, 'metadata', 'name'));
  const named = alike.filter((roots) => {
    const { node, depth } = follow(roots, value, ['metadata', 'name'], 0);
    return depth === 2 && node !== undefined && plain(node.text) === name;
  });
  return named[0] ?? alike[ordinal] ?? alike[0] ?? trees[0];
}

/** Follows the keys of a path through the lines of a template, as far as they lead. */
export function placeInTemplate(
  roots: readonly TemplateNode[],
  value: unknown,
  path: Path,
  part: 'key' | 'value',
): TemplatePlace {
  const found = follow(roots, value, path, 0);
  const isExact = found.depth === path.length && path.length > 0;
  const inserted = isExact ? undefined : found.children.find(insertsValues);
  const node = inserted ?? found.node ?? roots.find(({ name }) => name === 'kind') ?? roots[0];
  if (!node)
    return { line: 1, column: 1, endLine: 1, endColumn: 1, isExact: false, values: undefined };
  const taken = valuesIn(node.text);
  const isText = part === 'value' && isExact && node.text !== '';
  const column = isText ? node.textColumn : node.column;
  const end =
    isText || node.type === 'action'
      ? node.textColumn + node.text.length
      : node.column + Math.max(1, node.name.length);
  return {
    ...{ line: node.line, column, endLine: node.line, endColumn: end, isExact },
    values:
      taken && (isExact ? taken : inserted ? [...taken, ...path.slice(found.depth)] : undefined),
  };
}

/** The branch that leads deepest, and of those the one whose text is that of the value. */
function follow(nodes: readonly TemplateNode[], value: unknown, path: Path, depth: number): Follow {
  const here: Follow = { node: undefined, depth, isSame: false, children: nodes };
  const part = path[depth];
  if (part === undefined) return here;
  const next = at(value, part);
  const candidates =
    typeof part === 'number'
      ? itemsAt(nodes, part, value)
      : nodes.filter(({ type, name }) => type === 'key' && name === part);
  let best = here;
  for (const node of candidates) {
    const below = follow(node.children, next, path, depth + 1);
    const found: Follow = {
      ...below,
      node: below.node ?? node,
      isSame: below.node ? below.isSame : plain(node.text) === String(next),
    };
    const isBetter =
      found.depth > best.depth || (found.depth === best.depth && found.isSame && !best.isSame);
    if (isBetter) best = found;
  }
  return best;
}

/** A loop has one item for all that it makes. */
function itemsAt(nodes: readonly TemplateNode[], index: number, list: unknown): TemplateNode[] {
  const items = nodes.filter(({ type }) => type === 'item');
  const [only, second] = items;
  if (only && !second) return [only];
  const isWhole = Array.isArray(list) && list.length === items.length;
  const item = items[index];
  return isWhole && item ? [item] : items;
}

function plain(text: string): string {
  return text.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2');
}

function insertsValues({ type, text }: TemplateNode): boolean {
  return type === 'action' && /\btoYaml\b|\btpl\b/.test(text) && valuesIn(text) !== undefined;
}

/** The first of the values that an action names. */
function valuesIn(text: string): string[] | undefined {
  const name = /\{\{.*?\.Values\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)/.exec(text)?.[1];
  return name?.split('.');
}
