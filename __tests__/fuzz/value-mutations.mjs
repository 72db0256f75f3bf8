/** Changes to what a manifest says, in YAML that is sound. */
import { parseAllDocuments, stringify } from 'yaml';
import { strangeValues } from './strange-values.mjs';

/** @typedef {import('./draw.mjs').Draw} Draw */
/** @typedef {{ parent: Record<string | number, unknown>, key: string | number }} Spot */

/** The values of a text by the text: the seeds come again and again. */
const known = new Map();

/**
 * @param {Draw} draw
 * @param {string} text
 */
export function mutateValues(draw, text) {
  if (!known.has(text)) known.set(text, valuesOf(text));
  /** @type {unknown[]} */
  const values = structuredClone(known.get(text));
  const times = draw.pick([1, 1, 1, 2, 3, 8]);
  for (let time = 0; time < times; time++) mutate(draw, values);
  const isBlock = draw.chance(0.2);
  return values
    .map((value) => (isBlock ? stringify(value) : JSON.stringify(value, undefined, draw.below(3))))
    .join('\n---\n');
}

/** @param {string} text */
function valuesOf(text) {
  return parseAllDocuments(text, { version: '1.1', merge: true, logLevel: 'silent' }).map(
    (document) => {
      try {
        return document.toJS();
      } catch {
        return null;
      }
    },
  );
}

/**
 * @param {Draw} draw
 * @param {unknown[]} values
 */
function mutate(draw, values) {
  const spots = spotsIn(values);
  if (spots.length === 0) return;
  const { parent, key } = draw.pick(spots);
  const other = draw.pick(spots);
  const there = () => structuredClone(other.parent[other.key]);
  const choice = draw.below(10);
  if (choice < 4) parent[key] = structuredClone(draw.pick(strangeValues));
  else if (choice < 5) parent[key] = there();
  else if (choice < 6) remove(parent, key);
  else if (choice < 7) parent[key] = nearBy(draw, parent[key]);
  else if (choice < 8) rename(draw, parent, key);
  else if (choice < 9) repeat(draw, parent, key);
  else if (Array.isArray(parent)) parent.splice(Number(key), 0, there());
  else parent[String(other.key)] = there();
}

/**
 * @param {unknown} value
 * @returns {Spot[]} every place of a value, the outer ones first
 */
function spotsIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  const parent = /** @type {Record<string | number, unknown>} */ (value);
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [{ parent, key }, ...spotsIn(parent[key])]);
}

/**
 * @param {Spot['parent']} parent
 * @param {Spot['key']} key
 */
function remove(parent, key) {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/**
 * @param {Draw} draw
 * @param {Spot['parent']} parent
 * @param {Spot['key']} key
 */
function rename(draw, parent, key) {
  if (Array.isArray(parent)) return;
  const value = parent[key];
  delete parent[key];
  const text = String(key);
  const at = draw.below(text.length);
  const names = [text.slice(0, at) + text.slice(at + 1), text.toUpperCase(), `${text}s`, '', '<<'];
  parent[draw.pick(names)] = value;
}

/**
 * A list, or the item of one, many times over.
 *
 * @param {Draw} draw
 * @param {Spot['parent']} parent
 * @param {Spot['key']} key
 */
function repeat(draw, parent, key) {
  const list = Array.isArray(parent) ? parent : parent[key];
  if (!Array.isArray(list) || list.length === 0) return;
  const item = draw.pick(list);
  const size = JSON.stringify(item)?.length ?? 0;
  const times = Math.min(draw.pick([1, 1, 2, 10, 100]), Math.floor(10_000 / (size + 1)));
  for (let time = 0; time < times; time++) list.push(structuredClone(item));
}

/**
 * @param {Draw} draw
 * @param {unknown} value
 */
function nearBy(draw, value) {
  if (typeof value === 'number') return value + draw.pick([-1, 1, 0.5, 100, -value, value]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return value === null ? {} : [value];
  const at = draw.below(value.length + 1);
  const parts = [value.slice(0, at), value.slice(at)];
  return draw.pick([
    parts.join(draw.pick(['.', '/', '*', ' ', '-', 'x', '\n', '\u00e9'])),
    parts[0],
    parts[1],
    `${value}${value}`,
    value.toUpperCase(),
    value.split('.')[0],
    Number(value),
  ]);
}
