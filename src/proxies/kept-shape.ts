import { keysIn, member } from './json-members.js';

/**
 * What is kept of a value. `scalar`: a text, number or boolean; `presence`: that it is there, as an empty object;
 * `matcher`: a condition on a header or parameter; `per-filter`: names of filters, and whether they abort or delay; a list: of each
 * item; an object: of the members that it names. Everything else is left out.
 */
export type KeptShape =
  | 'scalar'
  | 'presence'
  | 'matcher'
  | 'per-filter'
  | readonly [KeptShape]
  | { readonly [key: string]: KeptShape };

/** In place of what a request must not be asked for by name. */
export const withheld = '[withheld]';

/** Longer texts are no names, paths or expressions that anybody routes by. */
const longestText = 65_536;

/** What a shape keeps of a value; undefined where that is nothing. */
export function keep(value: unknown, shape: KeptShape): unknown {
  if (shape === 'presence') return value === undefined || value === null ? undefined : {};
  if (shape === 'scalar') return scalar(value);
  if (shape === 'matcher') return matcher(value);
  if (shape === 'per-filter') return perFilter(value);
  if (isList(shape)) {
    if (!Array.isArray(value)) return undefined;
    // What is no such item still counts as one: the places of the others stay.
    return value.map((item: unknown) => keep(item, shape[0]) ?? {});
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const [key, own] of Object.entries(shape)) {
    const part = keep(member(value, key), own);
    if (part !== undefined) kept[key] = part;
  }
  return kept;
}

function isList(shape: KeptShape): shape is readonly [KeptShape] {
  return Array.isArray(shape);
}

function scalar(value: unknown): unknown {
  if (typeof value === 'string') return value.length > longestText ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

const injected = { abort: 'presence', delay: 'presence' } as const;

function perFilter(value: unknown): unknown {
  return Object.fromEntries(
    keysIn(value).map((name) => [name, keep(member(value, name), injected) ?? {}]),
  );
}

const secret = /auth|cookie|token|secret|key|passw|session|credential|signature/i;

/** A condition on a header or parameter: its value is withheld where the name says that it may be a secret. */
function matcher(value: unknown): unknown {
  const name = member(value, 'name');
  if (typeof name !== 'string') return {};
  const kept: Record<string, unknown> = {};
  for (const key of keysIn(value)) {
    const own = member(value, key);
    const isWithheld = secret.test(name) && key !== 'name' && typeof own !== 'boolean';
    kept[key] = isWithheld ? withheld : keepMatch(own, 0);
  }
  return kept;
}

/** Matches nest their kind and little else. */
const deepestMatch = 4;

function keepMatch(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return scalar(value) ?? null;
  if (depth >= deepestMatch || Array.isArray(value)) return {};
  return Object.fromEntries(
    keysIn(value).map((key) => [key, keepMatch(member(value, key), depth + 1)]),
  );
}
