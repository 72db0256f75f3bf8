import type { AttributionConfig } from '../config/config.js';

/** What of an answer may tell who gave it. */
export interface AnswerText {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Its beginning; empty where nobody looks at it. */
  body: string;
}

/** The locality that an answer comes from, as it says; undefined: it says nothing. */
export type Attribution = (answer: AnswerText) => string | undefined;

/** An answer that names more than this is no name of a place. */
const longestName = 100;

/**
 * Reads the locality from a header or from the body. A body pattern is plain text around `{locality}`, no regular expression:
 * it comes with the repository, and an expression can be made to run for ever.
 *
 * @returns undefined where the gateway's statistics are to be asked instead.
 */
export function attributionBy({
  header,
  body,
  values = {},
}: AttributionConfig): Attribution | undefined {
  const named = new Map(Object.entries(values));
  const placeOf = (text: string | undefined) => {
    const name = text?.trim();
    if (!name || name.length > longestName) return undefined;
    return named.get(name) ?? prefixed(name, values) ?? name;
  };
  if (header !== undefined) {
    const key = header.toLowerCase();
    return ({ headers }) => {
      const value = headers[key];
      return placeOf(Array.isArray(value) ? value[0] : value);
    };
  }
  if (body !== undefined) {
    const [before = '', after = ''] = body.split(placeholder);
    return ({ body: text }) => placeOf(between(text, before, after));
  }
  return undefined;
}

/** Stands for the locality in a body pattern. */
const placeholder = '{locality}';

/** `hello-eu-*` stands for every value that begins so; the longest counts. */
function prefixed(name: string, values: Readonly<Record<string, string>>): string | undefined {
  const fitting = Object.entries(values)
    .filter(([key]) => key.endsWith('*') && name.startsWith(key.slice(0, -1)))
    .sort(([a], [b]) => b.length - a.length);
  return fitting[0]?.[1];
}

/** Without something behind it the name ends with the line, or with what no name has. */
function between(text: string, before: string, after: string): string | undefined {
  const start = text.indexOf(before);
  if (start < 0) return undefined;
  const rest = text.slice(start + before.length);
  const end = after === '' ? rest.search(/[\s"'<>,;]|$/) : rest.indexOf(after);
  return end < 0 ? undefined : rest.slice(0, end);
}
