import { textAt } from '../foundation/values.js';
import type { Path } from '../foundation/range.js';
import type { ValueChange } from '../foundation/value-changes.js';
import type { CausingChange } from '../lint/behaviour-causes.js';
import { placeAt, type Document } from '../manifest/document.js';
import { startOfFile } from '../manifest/line-index.js';
import { differencesOf, type ChangedPart } from './changed-part.js';
import type { FileFacts } from './file-facts.js';

/** Longer values are cut. */
const longestValue = 60;

/**
 * Says what a part of a change is, and where.
 *
 * @param difference One of its differences; undefined: it is meant as a whole.
 */
export function describePart(part: ChangedPart, difference: number | undefined): CausingChange {
  const one = difference === undefined ? undefined : differencesOf(part)[difference];
  switch (part.type) {
    case 'object':
      return describeObject(part.before, part.after, one);
    case 'rendering':
      return describeObject(part.before?.document, part.after?.document, one);
    case 'file':
      return describeFile(part.file, part.before, part.after);
    case 'paths':
      return describeKey(part.before.document, part.after.document, {
        kind: 'changed',
        path: [samePaths(part.before.paths, part.after.paths) ? 'exclude' : 'paths'],
      });
    case 'key':
      return describeKey(
        part.before.document,
        part.after.document,
        one ?? { kind: 'changed', path: [part.key] },
      );
  }
}

function samePaths(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function describeObject(
  before: Document | undefined,
  after: Document | undefined,
  difference: ValueChange | undefined,
): CausingChange {
  const resource = resourceOf(after ?? before);
  if (difference && after) {
    return { ...describeField(difference), resource, ...positionOf(after, difference.placePath) };
  }
  const known = after ?? before;
  const kind = !before ? 'added' : !after ? 'removed' : movedOrChanged(before, after);
  return {
    kind,
    resource,
    field: null,
    ...(known ? positionOf(known, []) : atStart('')),
    ...(after ? {} : { isGone: true }),
  };
}

function movedOrChanged(before: Document, after: Document): 'moved' | 'changed' {
  return before.file === after.file ? 'changed' : 'moved';
}

function describeFile(
  file: string,
  before: FileFacts | undefined,
  after: FileFacts | undefined,
): CausingChange {
  const range = after?.problems[0]?.range ?? startOfFile;
  return {
    kind: !before ? 'added' : !after ? 'removed' : 'changed',
    resource: null,
    field: null,
    ...{ file, line: range.line, column: range.column },
    ...(after ? {} : { isGone: true }),
  };
}

function describeKey(
  before: Document | undefined,
  after: Document | undefined,
  difference: Pick<ValueChange, 'kind' | 'path'> & Partial<ValueChange>,
): CausingChange {
  const document = after ?? before;
  const { placePath = difference.path } = difference;
  return {
    ...describeField(difference),
    resource: null,
    ...(document ? positionOf(document, placePath) : atStart('')),
    ...(after ? {} : { isGone: true }),
  };
}

function describeField(
  difference: Pick<ValueChange, 'kind' | 'path'> & Partial<ValueChange>,
): Pick<CausingChange, 'kind' | 'field' | 'before' | 'after'> {
  const { kind, path, before, after } = difference;
  return {
    kind,
    field: fieldName(path),
    ...(before === undefined ? {} : { before: valueText(before) }),
    ...(after === undefined ? {} : { after: valueText(after) }),
  };
}

function fieldName(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function resourceOf(document: Document | undefined): CausingChange['resource'] {
  const value = document?.value;
  const [kind, name] = [textAt(value, 'kind'), textAt(value, 'metadata', 'name')];
  if (kind === undefined || name === undefined) return null;
  return { kind, namespace: textAt(value, 'metadata', 'namespace') ?? null, name };
}

function positionOf(document: Document, path: Path) {
  const { file, line, column } = placeAt(document, path);
  return { file, line, column };
}

function atStart(file: string) {
  return { file, line: startOfFile.line, column: startOfFile.column };
}
