import type { Formatter } from './report.js';
import { UNSAFE } from './safe-text.js';

/** The contract's objects; `check` has both in one. */
export const json: Formatter = ({ lint, predictions, behaviour, answered, timelines }) => {
  const object = {
    version: 1,
    ...lint,
    ...(predictions ? { results: predictions } : {}),
    ...(behaviour ? { behaviour } : {}),
    ...(answered?.length ? { answered } : {}),
    ...(timelines ? { timelines } : {}),
  };
  return `${toJson(object)}\n`;
};

/**
 * JSON that says the same with the marks of workflow commands, and characters that cannot be seen, written as
 * escapes: a runner that reads the log does not take a manifest's words for a command.
 */
export function toJson(value: unknown): string {
  return (
    JSON.stringify(value, null, 2)
      .replace(/:(?=:)/g, '\\u003a')
      .replace(/##(?=\[)/g, '\\u0023\\u0023')
      // The new lines are our own.
      .replace(UNSAFE, (character) => {
        return character === '\n'
          ? character
          : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
      })
  );
}
