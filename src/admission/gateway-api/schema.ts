import { parseCel, type CelNode } from '../cel/parse.js';
import written from '../../../schemas/gateway-api/schemas.json' with { type: 'json' };

/** What a CRD of the Gateway API asks of a value: see scripts/generate-gateway-api-schemas.mjs. */
export interface ApiSchema {
  type?: string;
  nullable?: boolean;
  properties?: Record<string, ApiSchema>;
  additionalProperties?: ApiSchema;
  items?: ApiSchema;
  required?: string[];
  enum?: unknown[];
  pattern?: string;
  format?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minProperties?: number;
  maxProperties?: number;
  oneOf?: ApiSchema[];
  anyOf?: ApiSchema[];
  not?: ApiSchema;
  /** The fields in which items of a list differ; empty: the items themselves. */
  keys?: string[];
  rules?: CelRule[];
}

/** A rule in CEL. */
export interface CelRule {
  rule: string;
  message: string;
}

/** What is asked of the objects of a kind. */
export interface ApiKindSchema {
  /** Those that the standard channel serves. */
  versions: string[];
  isSpecRequired: boolean;
  spec: ApiSchema;
}

const shared = written.shared as Record<string, unknown>;

/** What a reference of the file means. */
function resolved<T>(value: T): T {
  const reference = (value as { $ref?: unknown } | undefined)?.$ref;
  return typeof reference === 'string' ? (shared[reference] as T) : value;
}

/** Undefined for a kind that is none of the standard channel. */
export function apiSchemaOf(kind: string): ApiKindSchema | undefined {
  const kinds = written.kinds as unknown as Record<string, ApiKindSchema>;
  return Object.hasOwn(kinds, kind) ? resolved(kinds[kind]) : undefined;
}

/** The schema of a field; undefined: there is none. */
export function schemaOf(schema: ApiSchema, key: string): ApiSchema | undefined {
  const properties = resolved(schema.properties);
  const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return resolved(own ?? schema.additionalProperties);
}

/** The names of the fields. */
export function fieldNamesOf(schema: ApiSchema): string[] {
  return Object.keys(resolved(schema.properties) ?? {});
}

/** The schema of a list's items. */
export function itemSchemaOf(schema: ApiSchema): ApiSchema | undefined {
  return resolved(schema.items);
}

/** What one of several alternatives asks for. */
export function alternativesOf({ oneOf = [] }: ApiSchema): ApiSchema[] {
  return oneOf.map(resolved);
}

/** The rules in CEL; the same objects each time. */
export function rulesOf({ rules = [] }: ApiSchema): CelRule[] {
  return rules.map(resolved);
}

/** What is filled in where a field is missing; undefined: nothing. */
export function defaultOf(schema: ApiSchema): unknown {
  return deepResolved(schema.default);
}

function deepResolved(given: unknown): unknown {
  const value = resolved(given);
  if (Array.isArray(value)) return value.map(deepResolved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, deepResolved(own)]));
}

/** The rule, taken apart. */
export function expressionOf({ rule }: CelRule): CelNode {
  return parseCel(rule);
}
