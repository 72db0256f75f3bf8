import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Path } from '../foundation/range.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { ConfigProblem } from './config-problems.js';

/** Words for the patterns of our schemas: the library can only repeat the expression. */
type PatternWords = Readonly<Record<string, string>>;

/** A schema as code: see scripts/schema-validators.mjs. */
type Validate = ((value: unknown) => boolean) & Pick<ValidateFunction, 'errors'>;

/** Checks values against one JSON Schema, and words what is wrong for people. */
export class SchemaChecker {
  readonly #validate: Validate;
  readonly #patterns: PatternWords;

  constructor(validate: Validate, patterns: PatternWords = {}) {
    this.#validate = validate;
    this.#patterns = patterns;
  }

  /** Every problem of a value; none: it has the shape that the schema describes. */
  check(value: unknown): ConfigProblem[] {
    if (this.#validate(value)) return [];
    const errors = this.#validate.errors ?? [];
    return withoutOtherBranches(errors).map((error) => this.#problem(error, value));
  }

  #problem(error: ErrorObject, root: unknown): ConfigProblem {
    const path = toPath(error.instancePath, root);
    const params = error.params as Record<string, unknown>;
    switch (error.keyword) {
      case 'additionalProperties':
        return unknownKey(path, String(params['additionalProperty']), error);
      case 'required': {
        const message = `"${String(params['missingProperty'])}" is missing; add it`;
        return { path, part: 'key', message };
      }
      case 'propertyNames':
        return {
          path: [...path, String(params['propertyName'])],
          part: 'key',
          message: `the key "${String(params['propertyName'])}" is not ${localityWords}; write it so`,
        };
      case 'enum':
        return { path, message: notOneOf(error.data, params['allowedValues'] as unknown[]) };
      case 'const':
        return { path, message: notOneOf(error.data, [params['allowedValue']]) };
      case 'type':
        return { path, message: wrongType(error.data, String(params['type'])) };
      case 'pattern': {
        const words = this.#patterns[String(params['pattern'])];
        const wanted = words ?? `text of the form ${String(params['pattern'])}`;
        return { path, message: `${show(error.data)} is not ${wanted}; write it so` };
      }
      case 'minItems':
        return { path, part: 'key', message: 'the list is empty; remove the key, or add an item' };
      case 'maxItems': {
        const most = String(params['limit']);
        return {
          path,
          part: 'key',
          message: `the list has more than ${most} items; leave some out`,
        };
      }
      case 'minLength':
        return { path, message: 'the text is empty; remove the key, or fill it in' };
      default:
        // minimum, maximum and their like: "must be <= 1".
        return { path, message: `${show(error.data)} ${error.message ?? 'is not allowed'}` };
    }
  }
}

export const localityWords = 'a locality (region, region/zone or region/zone/subzone)';

/**
 * Of a choice between words and a mapping (`anyOf`), only the errors of the branch that was meant;
 * and of a bad key, only the error that names it.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = new Map<string, boolean>();
  for (const { keyword, instancePath, data } of errors) {
    if (keyword === 'anyOf') choices.set(instancePath, typeof data === 'object' && data !== null);
  }
  return errors.filter(({ keyword, instancePath, propertyName }) => {
    if (keyword === 'anyOf' || propertyName !== undefined) return false;
    const isObject = choices.get(instancePath);
    if (isObject === undefined) return true;
    return keyword !== (isObject ? 'enum' : 'type');
  });
}

function unknownKey(path: Path, key: string, error: ErrorObject): ConfigProblem {
  const schema = error.parentSchema as { properties?: Record<string, unknown> } | undefined;
  const known = Object.keys(schema?.properties ?? {}).filter((name) => name !== '$schema');
  const guess = didYouMean(key, known);
  const advice = guess === undefined ? `known are ${known.join(', ')}` : `did you mean "${guess}"?`;
  return { path: [...path, key], part: 'key', message: `unknown key "${key}"; ${advice}` };
}

function notOneOf(value: unknown, allowed: readonly unknown[]): string {
  // YAML 1.1 reads a bare `off` as false, so false is allowed beside it, and not worth telling.
  const words = allowed.filter((word) => word !== false).map(String);
  const guess = typeof value === 'string' ? didYouMean(value, words) : undefined;
  const advice = guess === undefined ? '' : `; did you mean "${guess}"?`;
  const wanted = words.length === 1 ? words.join() : `one of ${words.join(', ')}`;
  return `${show(value)} is not ${wanted}${advice}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

/** That a value has another type than its schema says; `type` is JSON Schema's word for it. */
export function wrongType(value: unknown, type: string): string {
  const wanted = typeWords[type] ?? type;
  const isScalar = typeof value === 'boolean' || typeof value === 'number';
  if (type === 'string' && isScalar) {
    return `expected text, but YAML reads this as ${String(value)}; put it in quotes`;
  }
  return `expected ${wanted}, got ${show(value)}`;
}

/** A value in a message: short, or only its kind. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Turns a JSON Pointer into a path: positions in lists become numbers. */
function toPath(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let value = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(segment) : segment);
    value = (value as Record<string, unknown> | undefined)?.[segment];
  }
  return path;
}
