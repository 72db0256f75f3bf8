import type { Formatter, Results } from './report.js';
import { UNSAFE } from './safe-text.js';

/** The contract's objects; `check` has both in one. */
export const json: Formatter = (results) => [...jsonPieces(results)].join('');

/** The same text in pieces: of a large mesh the whole is longer than a string can be. */
export function* jsonPieces(results: Omit<Results, 'basis' | 'text'>): Generator<string> {
  const { lint, predictions, behaviour, answered, timelines } = results;
  const object: Record<string, unknown> = {
    version: 1,
    ...lint,
    ...(predictions ? { results: predictions } : {}),
    ...(behaviour ? { behaviour } : {}),
    ...(answered?.length ? { answered } : {}),
    ...(timelines ? { timelines } : {}),
  };
  let separator = '{\n';
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    yield `${separator}  ${toJson(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listPieces(value);
    else yield indented(toJson(value), '  ');
    separator = ',\n';
  }
  yield '\n}\n';
}

/** So many items are one piece: a write for each would take longer than to make them. */
const ITEMS_OF_A_PIECE = 200;

function* listPieces(items: readonly unknown[]): Generator<string> {
  let piece = '[';
  for (const [index, item] of items.entries()) {
    piece += `${index === 0 ? '' : ','}\n    ${indented(toJson(item), '    ')}`;
    if (index % ITEMS_OF_A_PIECE === ITEMS_OF_A_PIECE - 1) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}\n  ]`;
}

function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}

/** The new lines are our own. */
const UNSAFE_IN_JSON = new RegExp(`(?!\\n)(?:${UNSAFE.source})`, UNSAFE.flags);

/**
 * JSON that says the same with the marks of workflow commands, and characters that cannot be seen, written as
 * escapes: a runner that reads the log does not take a manifest's words for a command.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/:(?=:)/g, '\\u003a')
    .replace(/##(?=\[)/g, '\\u0023\\u0023')
    .replace(UNSAFE_IN_JSON, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
