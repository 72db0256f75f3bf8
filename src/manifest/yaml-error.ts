import type { ErrorCode, YAMLError } from 'yaml';
import { looksLikeJson } from './parse-yaml.js';
import type { Fault } from './parse-yaml.js';

/** What is wrong and what to do, for each of the library's codes. Undefined: the library's own words. */
const messages: Record<ErrorCode, string | undefined> = {
  ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag; remove it',
  BAD_ALIAS:
    'the name of this anchor or alias is empty; write one after & or *, or put it in quotes',
  BAD_COLLECTION_TYPE: 'the tag does not fit the value after it; remove the tag',
  BAD_DIRECTIVE: 'unknown % directive; remove the line',
  BAD_DQ_ESCAPE:
    'unknown escape after a backslash in double quotes; write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'wrong indentation; align the line with its neighbours of the same level',
  BAD_PROP_ORDER: 'an anchor or tag stands before its indicator; put it after the - or ?',
  BAD_SCALAR_START: 'a value cannot begin with this character; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a mapping or list begins on the line of its key; put it on the next line and indent it, ' +
    'or put a value that contains ": " in quotes',
  BLOCK_IN_FLOW: 'indented YAML inside of { } or [ ]; close the bracket before it',
  DUPLICATE_KEY: 'the key is given twice; remove one of them',
  IMPOSSIBLE: undefined,
  KEY_OVER_1024_CHARS: 'a key has more than 1024 characters; shorten it',
  MISSING_CHAR: undefined,
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines; look for a missing ":" after it',
  MULTIPLE_ANCHORS: 'a value has two anchors; remove one of them',
  MULTIPLE_DOCS: 'a second document begins here; put --- on a line of its own before it',
  MULTIPLE_TAGS: 'a value has two tags; remove one of them',
  NON_STRING_KEY: 'a key must be text; put it in quotes',
  RESOURCE_EXHAUSTION: 'nested too deeply to be read; make it flatter',
  TAB_AS_INDENT: 'a tab is used for indentation; YAML needs spaces',
  TAG_RESOLVE_FAILED: 'unknown tag; remove it',
  UNEXPECTED_TOKEN: undefined,
};

/** The library words these codes by case; each of its texts, and what to tell instead. */
const wordings: readonly [RegExp, string][] = [
  [/^Missing closing (.)quote/, 'a quote is never closed; add the closing quote'],
  [/must end with a ([\]}])$/, 'a bracket is never closed; add the closing bracket'],
  [
    /sufficiently indented and end with a/,
    'a bracket is not closed, or its lines are not indented enough',
  ],
  [/^Implicit map keys need to be followed/, 'a key without a value; add ":" and a space after it'],
  [
    /^Missing , or : between/,
    'two values without a comma between them; add a comma, or ":" after a key',
  ],
  [/^Missing space after :/, 'add a space after ":"'],
  [/^Comments must be separated/, 'a comment needs a space before its #'],
  [/^Tags and anchors must be separated/, 'add a space after the tag or anchor'],
  [/^Block collection cannot start on same line/, 'put the document on the line after ---'],
  [
    /^(Missing directives-end|Missing directives-end\/doc-start)/,
    'kubectl reads a % directive as a document of its own and fails; remove the line',
  ],
  [
    /^Unexpected flow-(map|seq)-end token|^Unexpected flow-error-end/,
    'a closing bracket without an opening one; remove it',
  ],
  [/^Unexpected , in/, 'a comma too many; remove it'],
  [
    /^Unexpected scalar at node end/,
    'text after the end of a value; put the whole value in quotes, or look for a missing comma or line break',
  ],
  [
    /^Unexpected block-seq-ind on same line/,
    'a list begins on the line of its key; put it on the next line, or put the value in quotes',
  ],
  [
    /^A block sequence may not be used/,
    'a list stands where a key should be; indent it below its key',
  ],
  [
    /^Block scalar header includes extra characters/,
    'text on the line of | or >; put it on the next line and indent it',
  ],
  [
    /^Block scalars with more-indented leading empty lines/,
    'the empty lines after | or > are indented more than its text; remove their spaces',
  ],
];

/**
 * Chooses the error to show of those that the library gives for one document (they follow from
 * each other), and words it for people. Offsets are those of the text that was parsed.
 */
export function toFault(errors: readonly YAMLError[], text: string): Fault {
  const [first] = errors;
  // A tab makes the lines after it look wrongly indented, which is reported first.
  const error =
    errors.find(({ code }) => code === 'TAB_AS_INDENT') ?? tabError(text, first) ?? first;
  if (!error) return { kind: 'unreadable', start: 0, end: 0, message: 'cannot be read as YAML' };
  const wording = wordings.find(([pattern]) => pattern.test(error.message))?.[1];
  const message = wording ?? messages[error.code] ?? `not valid YAML: ${lowerFirst(error.message)}`;
  return { kind: 'unreadable', ...place(error.pos, text), message };
}

/** The first tab that stands in the indentation of the line of an error, or of the line after it. */
function tabError(
  text: string,
  error: YAMLError | undefined,
): Pick<YAMLError, 'code' | 'pos' | 'message'> | undefined {
  if (!error || looksLikeJson(text)) return undefined;
  const lineStart = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const lines = /^(?:[^\n]*\n)?( *)\t/y;
  for (const pattern of [/( *)\t/y, lines]) {
    pattern.lastIndex = lineStart;
    const match = pattern.exec(text);
    if (!match) continue;
    const tab = lineStart + match[0].length - 1;
    return { code: 'TAB_AS_INDENT', pos: [tab, tab + 1], message: '' };
  }
  return undefined;
}

/** The range of an error, no longer than its line; at the end of the text its last character. */
function place(
  [start, end]: readonly [number, number],
  text: string,
): { start: number; end: number } {
  let from = Math.min(start, text.length);
  if (from === text.length) from = text.trimEnd().length;
  const lineEnd = /\r?\n|$/g;
  lineEnd.lastIndex = from;
  const stop = lineEnd.exec(text)?.index ?? text.length;
  return { start: from, end: Math.max(from, Math.min(end, stop)) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
