import { isMapping } from '../../foundation/values.js';
import type { ErrorObject } from 'ajv';
import { didYouMean } from '../../foundation/did-you-mean.js';
import type { AdmissionProblem, Topic } from '../problem.js';
import { celRules } from './cel.js';
import type { Schema } from './schemas.js';

type Description = Pick<AdmissionProblem, 'message' | 'topic' | 'mend'>;

/** A path as people write it: `spec.servers[0].port`. */
export function fieldName(path: readonly (string | number)[]): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** What an error of the schema means for the one who wrote the manifest. */
export function describe(error: ErrorObject, name: string): Description {
  const { keyword, data } = error;
  if (keyword === 'x-kubernetes-validations') {
    const rule = celRules[String(error.params['rule'])];
    if (rule) return { topic: rule.topic, message: rule.message(data, name) };
  }
  const describer = describers[keyword];
  if (describer) return describer(error, name);
  return { topic: 'field-value', message: `${name} ${error.message}` };
}

const describers: Readonly<Record<string, (error: ErrorObject, name: string) => Description>> = {
  type: ({ schema, data, parentSchema }, name) => ({
    topic: 'field-type',
    message:
      `${name} must be ${typeWords(schema)}, but is ${valueWords(data)}` +
      (isDuration(parentSchema) ? durationHint(data) : typeHint(schema, data)),
    ...quotedNumber(schema, data),
  }),
  enum: ({ schema, data }, name) => {
    const known = (schema as unknown[]).filter((value) => typeof value === 'string');
    const guess = typeof data === 'string' ? didYouMean(data, known) : undefined;
    const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
    return fieldValue(
      `${name} must be one of ${known.join(', ')}, but is ${valueWords(data)}${hint}`,
    );
  },
  minimum: ({ params, data }, name) =>
    fieldValue(`${name} must be at least ${params['limit']}, but is ${String(data)}`),
  maximum: ({ params, data }, name) =>
    fieldValue(`${name} must be at most ${params['limit']}, but is ${String(data)}`),
  minItems: ({ params, data }, name) =>
    fieldValue(`${name} needs at least ${params['limit']} items, but has ${lengthOf(data)}`),
  maxItems: ({ params, data }, name) =>
    fieldValue(`${name} may have at most ${params['limit']} items, but has ${lengthOf(data)}`),
  maxProperties: ({ params }, name) =>
    fieldValue(`${name} may have at most ${params['limit']} entries`),
  maxLength: ({ params }, name) =>
    fieldValue(`${name} may have at most ${params['limit']} characters`),
  pattern: (_error, name) =>
    fieldValue(`${name} must be base64 text (with its padding, not empty)`),
  required: (_error, name) => ({ topic: 'required-field', message: `${name} is required` }),
  oneOf: ({ schema, data }, name) => {
    const alternatives = (schema as Schema[]).flatMap(({ required = [] }) => required);
    const present = alternatives.filter((field) => isMapping(data) && field in data);
    const message = `${name} has ${present.join(' and ')}; only one of them may be set`;
    return { topic: 'exclusive-fields', message };
  },
};

function fieldValue(message: string): Description {
  return { topic: 'field-value' satisfies Topic, message };
}

const typeNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
};

function typesOf(schema: unknown): string[] {
  return [schema]
    .flat()
    .filter((type): type is string => typeof type === 'string' && type !== 'null');
}

function typeWords(schema: unknown): string {
  return typesOf(schema)
    .map((type) => typeNames[type] ?? type)
    .join(' or ');
}

/** A number in quotes: without them it is the same, unless it would then be octal or lose digits. */
function quotedNumber(schema: unknown, data: unknown): Pick<Description, 'mend'> {
  if (typeof data !== 'string' || !/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(data)) return {};
  const types = typesOf(schema);
  const fits = types.includes('number') || (types.includes('integer') && !data.includes('.'));
  return fits && String(Number(data)) === data ? { mend: { value: Number(data) } } : {};
}

/** Whether the API server reads the text as a duration. */
function isDuration(schema: unknown): boolean {
  const { 'x-kubernetes-validations': validations = [] } = (schema ?? {}) as {
    'x-kubernetes-validations'?: { rule: string }[];
  };
  return validations.some(({ rule }) => rule.includes('duration(self)'));
}

function durationHint(data: unknown): string {
  return typeof data === 'number'
    ? `; write it with a unit, such as ${data}s`
    : '; write a duration, such as 30s';
}

function typeHint(schema: unknown, data: unknown): string {
  const types = typesOf(schema);
  const isNumeric = types.includes('integer') || types.includes('number');
  if (typeof data === 'string') {
    const reads =
      (isNumeric && data.trim() !== '' && Number.isFinite(Number(data))) ||
      (types.includes('boolean') && (data === 'true' || data === 'false'));
    return reads ? '; remove the quotes' : '';
  }
  const isScalar = typeof data === 'number' || typeof data === 'boolean';
  if (types.includes('string') && isScalar) return '; put it in quotes';
  if (types.includes('array') && (isScalar || isMapping(data))) return '; put a "- " before it';
  return '';
}

function valueWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of fields';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  return typeof value === 'number' ? `the number ${value}` : JSON.stringify(value);
}

const longestQuote = 60;

function shorten(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote)}…`;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
