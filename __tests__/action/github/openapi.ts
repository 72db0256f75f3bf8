import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: object;
}

interface Operation {
  parameters: (Parameter & { $ref?: string })[];
  requestBody?: { content: Record<string, { schema: { properties?: object } }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter> };
}

/** What GitHub publishes about the calls in use: scripts/extract-github-openapi.mjs. */
const description = JSON.parse(
  readFileSync('__tests__/fixtures/github/openapi.json', 'utf8'),
) as Description;

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  coerceTypes: false,
  validateFormats: false,
});
ajv.addSchema(description, 'openapi');
const compiled = new Map<string, ValidateFunction>();

/** A call of the API, and where it leads. */
export interface Call {
  method: string;
  /** Such as `/repos/{owner}/{repo}/deployments`. */
  template: string;
  path: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown> | undefined;
}

/** Finds the operation of a request; undefined where GitHub publishes none. */
export function callOf(method: string, url: URL, body: string): Call | undefined {
  for (const template of Object.keys(description.paths)) {
    const pattern = template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(url.pathname);
    if (!match || !description.paths[template]?.[method.toLowerCase()]) continue;
    return {
      method: method.toLowerCase(),
      template,
      path: { ...match.groups },
      query: Object.fromEntries(url.searchParams),
      body: body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>),
    };
  }
  return undefined;
}

/** What is wrong with a call by the description; keys that it does not know are. */
export function problemsOf(call: Call): string[] {
  const { parameters, requestBody } = operationOf(call);
  const known = parameters.map((parameter) =>
    parameter.$ref === undefined
      ? parameter
      : description.components.parameters[parameter.$ref.split('/').at(-1) ?? '']!,
  );
  const problems: string[] = [];
  for (const { in: where, name, required, schema } of known) {
    const value = where === 'path' ? call.path[name] : call.query[name];
    if (value === undefined) {
      if (required) problems.push(`${where} parameter ${name} is missing`);
      continue;
    }
    const isNumber = 'type' in schema && schema.type === 'integer';
    problems.push(...errorsOf(schema, isNumber ? Number(value) : value));
  }
  const unknown = Object.keys(call.query).filter((key) => !known.some(({ name }) => name === key));
  problems.push(...unknown.map((key) => `query parameter ${key} is unknown`));
  const schema = requestBody?.content['application/json']?.schema;
  if (schema) {
    problems.push(...errorsOf(schema, call.body ?? {}));
    const names = Object.keys(schema.properties ?? {});
    const extra = Object.keys(call.body ?? {}).filter((key) => !names.includes(key));
    problems.push(...extra.map((key) => `${key} of the body is unknown`));
  } else if (call.body) problems.push('there is a body');
  return problems;
}

/** What is wrong with an answer of the tests' own server. */
export function answerProblems(call: Call, status: number, body: unknown): string[] {
  const answer = operationOf(call).responses[String(status)];
  if (!answer) return [`status ${status} is not described`];
  const schema = answer.content?.['application/json']?.schema;
  return schema ? errorsOf(schema, body) : [];
}

function operationOf({ template, method }: Call): Operation {
  return description.paths[template]![method]!;
}

function errorsOf(schema: object, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
  let validate = compiled.get(text);
  if (!validate) {
    validate = ajv.compile(JSON.parse(text) as object);
    compiled.set(text, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
