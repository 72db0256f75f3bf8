import type { Formatter } from './report.js';

/** The contract's objects; `check` has both in one. */
export const json: Formatter = ({ lint, predictions }) => {
  const object = {
    version: 1,
    ...lint,
    ...(predictions ? { results: predictions } : {}),
  };
  return `${toJson(object)}\n`;
};

/**
 * JSON that says the same with the marks of workflow commands written as escapes: a runner that reads the
 * log does not take a manifest's words for a command.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/:(?=:)/g, '\\u003a')
    .replace(/##(?=\[)/g, '\\u0023\\u0023')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
