import { certainlyMeant, didYouMean } from '../../foundation/did-you-mean.js';
import { Memory } from '../../foundation/memory.js';
import { isMapping } from '../../foundation/values.js';
import { kindOf, gatewayApiGroup, splitApiVersion } from '../../api/kinds.js';
import { compile } from '../../foundation/re2/compile.js';
import { matchesFully } from '../../foundation/re2/program.js';
import { satisfiesCel, type CelBudget } from '../cel/evaluate.js';
import { isIpv4, isIpv6 } from '../cel/ip.js';
import { Field } from '../field.js';
import { validateObjectMeta } from '../object/object-meta.js';
import type { AdmissionProblem, Topic } from '../problem.js';
import { fieldName } from '../schema/messages.js';
import {
  alternativesOf,
  apiSchemaOf,
  defaultOf,
  expressionOf,
  fieldNamesOf,
  itemSchemaOf,
  rulesOf,
  schemaOf,
  type ApiSchema,
} from './schema.js';

type KeyPath = (string | number)[];

/** For all rules in CEL of an object, which hostile manifests make long. */
const mostSteps = 3_000_000;

/** More than these of one object help nobody. */
const mostProblems = 20;

/**
 * What the API server says of an object of the Gateway API, by the schema of the standard channel's CRDs and its rules in CEL. Nothing
 * of a kind or version that the channel does not have: other CRDs may serve it. A field that the channel does not know is a
 * warning, unless it is a slip: the experimental channel has more.
 *
 * Source: k8s.io/apiextensions-apiserver pkg/apiserver/schema, pkg/registry/customresource.
 *
 * @param memory Keeps the rules that were taken apart, for the next object.
 */
export function validateGatewayApi(
  object: Record<string, unknown>,
  memory = new Memory(),
): AdmissionProblem[] {
  const known = kindOf(object);
  if (known?.group !== gatewayApiGroup) return [];
  const schema = apiSchemaOf(known.kind);
  const { version } = splitApiVersion(String(object['apiVersion']));
  if (!schema?.versions.includes(version)) return [];
  const problems: AdmissionProblem[] = [];
  validateObjectMeta(new Field(object).get('metadata'), (found) => {
    const { at, topic, message, severity = 'error', part = 'value' } = found;
    problems.push({ path: [...at.path], part, message, severity, topic });
  });
  const { spec } = object;
  if (spec === undefined || spec === null) {
    if (schema.isSpecRequired)
      problems.push(problem(['spec'], 'required-field', 'spec is required'));
    return problems;
  }
  const validator = new Validator(memory);
  validator.value(validator.decoded(spec, schema.spec, ['spec']), schema.spec, ['spec']);
  return [...problems, ...validator.problems].slice(0, mostProblems);
}

function problem(path: KeyPath, topic: Topic, message: string): AdmissionProblem {
  return { path, topic, message, severity: 'error' };
}

class Validator {
  readonly problems: AdmissionProblem[] = [];
  readonly #budget: CelBudget = { left: mostSteps };
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** A value as the API server has it when it validates: without nulls and unknown fields, with what it fills in. */
  decoded(value: unknown, schema: ApiSchema, path: KeyPath): unknown {
    const items = itemSchemaOf(schema);
    if (Array.isArray(value)) {
      return items
        ? value.map((item, index) => this.decoded(item, items, [...path, index]))
        : value;
    }
    if (!isMapping(value)) return value;
    const fields = fieldNamesOf(schema);
    const entries = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
      const own = schemaOf(schema, key);
      if (!own) {
        if (schema.type === 'object') this.#unknownField([...path, key], fields);
        return [];
      }
      if (child === null && !own.nullable) return [];
      return [[key, this.decoded(child, own, [...path, key])]];
    });
    const given = new Set(entries.map(([key]) => key));
    for (const key of fields) {
      const own = given.has(key) ? undefined : schemaOf(schema, key);
      const filledIn = own && defaultOf(own);
      if (filledIn !== undefined) entries.push([key, filledIn]);
    }
    return Object.fromEntries(entries);
  }

  value(value: unknown, schema: ApiSchema, path: KeyPath): void {
    if (this.problems.length >= mostProblems) return;
    if (value === null && schema.nullable) return;
    if (schema.type !== undefined && !isOfType(value, schema.type)) {
      this.#report(path, 'field-type', `must be of type ${schema.type}`);
      return;
    }
    if (schema.enum && !schema.enum.includes(value)) {
      this.#report(path, 'field-value', `must be one of ${schema.enum.map(String).join(', ')}`);
    }
    if (typeof value === 'string') this.#text(value, schema, path);
    else if (typeof value === 'number') this.#number(value, schema, path);
    else if (Array.isArray(value)) this.#list(value, schema, path);
    else if (isMapping(value)) this.#mapping(value, schema, path);
    const alternatives = alternativesOf(schema);
    if (alternatives.length > 0 && alternatives.filter((one) => isValid(value, one)).length !== 1) {
      this.#report(path, 'exclusive-fields', 'must be exactly one of its alternatives');
    }
    for (const rule of rulesOf(schema)) {
      if (satisfiesCel(this.#memory.of(rule, expressionOf), value, this.#budget)) continue;
      this.#report(path, 'field-value', `is refused: ${rule.message}`);
    }
  }

  #text(value: string, { minLength, maxLength, pattern, format }: ApiSchema, path: KeyPath): void {
    // Only where it may be too long its characters have to be counted.
    const length = maxLength !== undefined && value.length > maxLength ? [...value].length : 0;
    if (maxLength !== undefined && length > maxLength) {
      this.#report(path, 'field-value', `may have at most ${maxLength} characters`);
      return;
    }
    if (minLength !== undefined && value.length < minLength && [...value].length < minLength) {
      this.#report(path, 'field-value', `needs at least ${minLength} characters`);
    }
    if (pattern !== undefined && !doesMatch(value, pattern)) {
      this.#report(path, 'field-value', `must match ${pattern}`);
    }
    if (format === 'date-time' && Number.isNaN(Date.parse(value))) {
      this.#report(path, 'field-value', 'must be a time');
    }
  }

  #number(value: number, { minimum, maximum, format }: ApiSchema, path: KeyPath): void {
    const most = Math.min(maximum ?? Infinity, format === 'int32' ? 2147483647 : Infinity);
    const least = Math.max(minimum ?? -Infinity, format === 'int32' ? -2147483648 : -Infinity);
    if (value > most) this.#report(path, 'field-value', `must be at most ${most}`);
    if (value < least) this.#report(path, 'field-value', `must be at least ${least}`);
  }

  #list(value: readonly unknown[], schema: ApiSchema, path: KeyPath): void {
    const { minItems = 0, maxItems = Infinity, keys } = schema;
    if (value.length > maxItems) {
      this.#report(path, 'field-value', `may have at most ${maxItems} items`);
      return;
    }
    if (value.length < minItems) {
      this.#report(path, 'field-value', `needs at least ${minItems} items`);
    }
    const items = itemSchemaOf(schema);
    if (items) value.forEach((item, index) => this.value(item, items, [...path, index]));
    if (!keys) return;
    const seen = new Set<string>();
    value.forEach((item, index) => {
      const key = JSON.stringify(
        keys.length > 0 && isMapping(item) ? keys.map((one) => item[one]) : item,
      );
      if (seen.has(key)) this.#report([...path, index], 'field-value', 'is there already');
      seen.add(key);
    });
  }

  #mapping(value: Record<string, unknown>, schema: ApiSchema, path: KeyPath): void {
    const { required = [], minProperties = 0, maxProperties = Infinity } = schema;
    for (const key of required) {
      if (!Object.hasOwn(value, key)) this.#report([...path, key], 'required-field', 'is required');
    }
    const entries = Object.entries(value);
    if (entries.length > maxProperties) {
      this.#report(path, 'field-value', `may have at most ${maxProperties} entries`);
      return;
    }
    if (entries.length < minProperties) {
      this.#report(path, 'field-value', `needs at least ${minProperties} entries`);
    }
    for (const [key, child] of entries) {
      const own = schemaOf(schema, key);
      if (own) this.value(child, own, [...path, key]);
    }
  }

  #report(path: KeyPath, topic: Topic, message: string): void {
    this.problems.push(problem(path, topic, `${fieldName(path)} ${message}`));
  }

  #unknownField(path: KeyPath, known: string[]): void {
    const key = String(path.at(-1));
    const guess = didYouMean(key, known);
    const meant = certainlyMeant(key, known);
    const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
    this.problems.push({
      ...problem(path, 'unknown-field', `unknown field ${fieldName(path)}${hint}`),
      part: 'key',
      severity: meant === undefined ? 'warning' : 'error',
      ...(meant === undefined ? {} : { mend: { key: meant } }),
    });
  }
}

/** What alternatives ask of the fields that are there: values, formats, or the opposite of those. */
function isValid(value: unknown, schema: ApiSchema): boolean {
  const { anyOf, not, format } = schema;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (not && isValid(value, not)) return false;
  if (anyOf && !anyOf.some((one) => isValid(value, one))) return false;
  if (format === 'ipv4') return typeof value === 'string' && isIpv4(value);
  if (format === 'ipv6') return typeof value === 'string' && isIpv6(value);
  return fieldNamesOf(schema).every((key) => {
    const own = schemaOf(schema, key);
    return !own || !isMapping(value) || !Object.hasOwn(value, key) || isValid(value[key], own);
  });
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isMapping(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Anywhere in the text, unless the expression has anchors; in linear time. */
function doesMatch(text: string, pattern: string): boolean {
  const program = compile(`(?s:.*)(?:${pattern})(?s:.*)`);
  return program === undefined || matchesFully(program, text, { left: 2_000_000 }) !== false;
}
