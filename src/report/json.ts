import type { Outcome, PredictedTarget } from '../traffic/result.js';
import type { Piece, Results } from './report.js';
import { unsafe } from '../foundation/safe-text.js';
import { keptByArray } from './table-groups.js';

/** The contract's objects; `check` has both in one. */
export function* json(results: Omit<Results, 'basis' | 'text'>): Generator<Piece> {
  const { lint, predictions, behaviour, silenced, answered, timelines } = results;
  yield '{\n  "version": 1';
  for (const [key, value] of Object.entries(lint ?? {})) {
    if (key !== 'version') {
      yield* member(key, Array.isArray(value) ? list(items(value)) : one(value));
    }
  }
  if (predictions) yield* member('results', list(rows(predictions)));
  if (behaviour) yield* member('behaviour', one(behaviour));
  if (silenced?.length) yield* member('silenced', list(items(silenced)));
  if (answered?.length) yield* member('answered', list(items(answered)));
  if (timelines) yield* member('timelines', list(items(timelines)));
  yield '\n}\n';
}

/** A key and its value, behind others. */
function* member(key: string, value: Iterable<Piece>): Generator<Piece> {
  yield `,\n  ${toJson(key)}: `;
  yield* value;
}

function one(value: unknown): [string] {
  return [indented(toJson(value), '  ')];
}

/** Bytes of a piece, about: a write for each item would take longer than to make them. */
const pieceLength = 250_000;

/** @param texts Of some items each, in parts; every item begins with a comma. */
function* list(texts: Iterable<readonly Uint8Array[]>): Generator<Piece> {
  yield '[';
  // One for all pieces: of gigabytes, to make room for each anew would take a quarter of the time.
  let piece: Uint8Array = new Uint8Array(2 * pieceLength);
  let size = 0;
  let skipped = 1;
  for (const text of texts) {
    for (const part of text) {
      if (size + part.length > piece.length) piece = withRoom(piece, size + part.length);
      piece.set(part, size);
      size += part.length;
    }
    if (size < pieceLength) continue;
    yield piece.subarray(skipped, size);
    [skipped, size] = [0, 0];
  }
  yield piece.subarray(skipped, size);
  yield skipped === 1 && size === 0 ? ']' : '\n  ]';
}

function withRoom(bytes: Uint8Array, size: number): Uint8Array {
  const larger = new Uint8Array(2 * size);
  larger.set(bytes);
  return larger;
}

function* items(values: Iterable<unknown>): Generator<[Uint8Array]> {
  for (const value of values) yield [Buffer.from(`,\n${item(value)}`)];
}

/**
 * The rows of each target. What becomes of targets that are alike is written down once, and who asks once for each: as bytes, since to
 * encode the whole would take longer than all else.
 */
function* rows(targets: Iterable<PredictedTarget>): Generator<Uint8Array[]> {
  const endsOf = keptByArray((outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => Buffer.from(item(outcome).slice('    {\n'.length))),
  );
  for (const { subject, outcomes } of targets) {
    const start = Buffer.from(`,\n${item(subject).slice(0, -'\n    }'.length)},\n`);
    for (const some of outcomes()) {
      const parts: Uint8Array[] = [];
      for (const end of endsOf(some)) parts.push(start, end);
      yield parts;
    }
  }
}

function item(value: unknown): string {
  return `    ${indented(toJson(value), '    ')}`;
}

function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}

/** `JSON.stringify` has escaped what is below a space; the new lines are our own. */
const unsafeInJson = new RegExp(unsafe.source.replace('\\u0000-\\u001f', ''), unsafe.flags);

/**
 * JSON that says the same with the marks of workflow commands, and characters that cannot be seen, written as
 * escapes: a runner that reads the log does not take a manifest's words for a command.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/:(?=:)/g, '\\u003a')
    .replace(/##(?=\[)/g, '\\u0023\\u0023')
    .replace(unsafeInJson, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
