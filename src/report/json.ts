import type { Outcome, PredictedTarget } from '../traffic/result.js';
import type { Results } from './report.js';
import { UNSAFE } from './safe-text.js';

/** The contract's objects; `check` has both in one. */
export function* json(results: Omit<Results, 'basis' | 'text'>): Generator<string> {
  const { lint, predictions, behaviour, answered, timelines } = results;
  yield '{\n  "version": 1';
  for (const [key, value] of Object.entries(lint ?? {})) {
    if (key !== 'version') {
      yield* member(key, Array.isArray(value) ? list(items(value)) : one(value));
    }
  }
  if (predictions) yield* member('results', list(rows(predictions)));
  if (behaviour) yield* member('behaviour', one(behaviour));
  if (answered?.length) yield* member('answered', list(items(answered)));
  if (timelines) yield* member('timelines', list(items(timelines)));
  yield '\n}\n';
}

/** A key and its value, behind others. */
function* member(key: string, value: Iterable<string>): Generator<string> {
  yield `,\n  ${toJson(key)}: `;
  yield* value;
}

function one(value: unknown): [string] {
  return [indented(toJson(value), '  ')];
}

/** Characters of a piece, about: a write for each item would take longer than to make them. */
const PIECE = 250_000;

/** @param texts One item or several each, with a comma between them. */
function* list(texts: Iterable<string>): Generator<string> {
  let piece = '[';
  let separator = '\n';
  for (const text of texts) {
    piece += separator + text;
    separator = ',\n';
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield separator === '\n' ? '[]' : `${piece}\n  ]`;
}

function* items(values: Iterable<unknown>): Generator<string> {
  for (const value of values) yield item(value);
}

function item(value: unknown): string {
  return `    ${indented(toJson(value), '    ')}`;
}

/** The rows of each target. What becomes of targets that are alike is written down once, and who asks once for each. */
function* rows(targets: Iterable<PredictedTarget>): Generator<string> {
  const known = new WeakMap<readonly Outcome[], string[]>();
  for (const { subject, outcomes } of targets) {
    const head = `${item(subject).slice(0, -'\n    }'.length)},\n`;
    for (const some of outcomes()) {
      let ends = known.get(some);
      if (!ends) {
        ends = some.map((outcome) => item(outcome).slice('    {\n'.length));
        known.set(some, ends);
      }
      yield head + ends.join(`,\n${head}`);
    }
  }
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
