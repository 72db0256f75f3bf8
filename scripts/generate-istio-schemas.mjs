// @ts-check
/**
 * Writes `schemas/istio/`: what the API server asks of a Gateway, a VirtualService and a DestinationRule, as JSON Schema,
 * and the kinds that Istio's networking group serves.
 *
 *     node scripts/generate-istio-schemas.mjs          # writes
 *     node scripts/generate-istio-schemas.mjs --check  # fails when what is there is out of date
 *
 * The source is `kubernetes/customresourcedefinitions.gen.yaml` of the Go module istio.io/api, at the version that the
 * bench pins too (so that schemas and real parts cannot differ). Go is needed to fetch it, and only here.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { parseAllDocuments } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const pin = join(root, '__tests__/real/bench/parts/istio-crds');
const source = 'kubernetes/customresourcedefinitions.gen.yaml';
const group = 'networking.istio.io';
const kinds = ['DestinationRule', 'Gateway', 'VirtualService'];

/** A schema that is repeated and at least this long (as JSON) becomes a definition of its own. */
const shortestDefinition = 150;

/** Integers have 64 bits in the API server; this is the last below that limit that a double can hold. */
const largestInteger = 9223372036854774784;

/** The API server's check of `format: byte`. An empty text is none. */
const base64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$';

/**
 * @typedef {Record<string, any>} Schema
 * @typedef {{ spec: { group: string, names: { kind: string }, versions: {
 *   name: string, served: boolean, schema: { openAPIV3Schema: Schema } }[] } }} Crd
 */

/** @returns {{ version: string, crds: Crd[] }} */
function read() {
  const answer = execFileSync('go', ['mod', 'download', '-json', 'istio.io/api'], {
    cwd: pin,
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off' },
  });
  const { Dir: folder, Version: version } = JSON.parse(answer);
  const documents = parseAllDocuments(readFileSync(join(folder, source), 'utf8'));
  const crds = documents.map((document) => /** @type {Crd | null} */ (document.toJS()));
  return {
    version: version.replace(/^v/, ''),
    crds: crds.filter((crd) => crd !== null).filter((crd) => crd.spec.group === group),
  };
}

/** @param {Crd} crd */
function servedVersions(crd) {
  return crd.spec.versions.filter(({ served }) => served).map(({ name }) => name);
}

/**
 * Kubernetes' dialect of OpenAPI as JSON Schema. Fails on a keyword that it does not know: a new one may change verdicts.
 *
 * @param {Schema} schema
 * @returns {Schema}
 */
function translate(schema) {
  /** @type {Schema} */
  const result = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const translator = translators[keyword];
    if (!translator) throw new Error(`keyword ${keyword} is not known: teach this script about it`);
    Object.assign(result, translator(value, schema));
  }
  if (schema['type'] === 'integer') result['maximum'] ??= largestInteger;
  // Nothing is dropped in silence where fields are validated strictly.
  if (schema['properties'] && !schema['additionalProperties'] && !keepsUnknown(schema)) {
    result['additionalProperties'] = false;
  }
  return result;
}

/** @param {Schema} schema */
const keepsUnknown = (schema) => schema['x-kubernetes-preserve-unknown-fields'] === true;

/** @param {any[]} schemas */
const translateAll = (schemas) => schemas.map(translate);

/** @type {(keyword: string) => (value: any) => Schema} */
const same = (keyword) => (value) => ({ [keyword]: value });

/** @type {Record<string, (value: any, schema: Schema) => Schema>} */
const translators = {
  description: () => ({}),
  'x-kubernetes-preserve-unknown-fields': () => ({}),
  'x-kubernetes-int-or-string': () => ({ type: ['integer', 'string'] }),
  'x-kubernetes-validations': (rules) => ({
    'x-kubernetes-validations': rules.map((/** @type {Schema} */ entry) => {
      const { rule, message, ...rest } = entry;
      if (Object.keys(rest).length > 0) throw new Error(`rule ${rule} has more than a message`);
      return { rule, message };
    }),
  }),
  nullable: () => ({}),
  type: (type, schema) => ({ type: schema['nullable'] ? [type, 'null'] : type }),
  enum: (values, schema) => ({ enum: schema['nullable'] ? [...values, null] : values }),
  format: (format, schema) => {
    const type = schema['type'];
    if (type === 'integer' && format === 'int32') {
      return { minimum: -2147483648, maximum: 2147483647 };
    }
    if (type === 'number' && format === 'double') return {};
    if (type === 'string' && format === 'byte') return { pattern: base64, 'x-format': 'byte' };
    throw new Error(`format ${format} of type ${type} is not known: teach this script about it`);
  },
  minimum: same('minimum'),
  maximum: same('maximum'),
  minItems: same('minItems'),
  maxItems: same('maxItems'),
  maxLength: same('maxLength'),
  maxProperties: same('maxProperties'),
  required: same('required'),
  properties: (properties) => ({
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, translate(schema)]),
    ),
  }),
  additionalProperties: (schema) => ({ additionalProperties: translate(schema) }),
  items: (schema) => ({ items: translate(schema) }),
  oneOf: (schemas) => ({ oneOf: translateAll(schemas) }),
  anyOf: (schemas) => ({ anyOf: translateAll(schemas) }),
  allOf: (schemas) => ({ allOf: translateAll(schemas) }),
  not: (schema) => ({ not: translate(schema) }),
};

/** @param {unknown} value */
const textOf = (value) => JSON.stringify(value);

/**
 * The schemas below this one, with the name of the field that each is for.
 *
 * @param {Schema} schema
 * @param {string} name
 * @param {(schema: Schema, name: string) => Schema} change
 * @returns {Schema}
 */
function mapChildren(schema, name, change) {
  const result = { ...schema };
  if (schema['properties']) {
    result['properties'] = Object.fromEntries(
      Object.entries(schema['properties']).map(([key, child]) => [key, change(child, key)]),
    );
  }
  for (const key of ['items', 'additionalProperties']) {
    if (typeof schema[key] === 'object') result[key] = change(schema[key], `${name}Item`);
  }
  return result;
}

/**
 * Moves what is repeated into `definitions`, named for the field it is the schema of.
 *
 * @param {Schema} schema
 * @returns {Schema}
 */
function withDefinitions(schema) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {(schema: Schema, name: string) => Schema} */
  const count = (child, name) => {
    const text = textOf(child);
    const times = counts.get(text) ?? 0;
    counts.set(text, times + 1);
    // What is inside something repeated moves with it.
    return times === 0 ? mapChildren(child, name, count) : child;
  };
  count(schema, '');
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {Set<string>} */
  const taken = new Set();
  /** @type {Record<string, Schema>} */
  const definitions = {};
  /** @type {(schema: Schema, name: string) => Schema} */
  const move = (child, name) => {
    const text = textOf(child);
    if ((counts.get(text) ?? 0) < 2 || text.length < shortestDefinition) {
      return mapChildren(child, name, move);
    }
    if (!names.has(text)) {
      let free = name;
      for (let number = 2; taken.has(free); number++) free = `${name}${number}`;
      taken.add(free);
      names.set(text, free);
      definitions[free] = mapChildren(child, name, move);
    }
    return { $ref: `#/definitions/${names.get(text)}` };
  };
  const body = mapChildren(schema, '', move);
  return Object.keys(definitions).length > 0 ? { ...body, definitions } : body;
}

/**
 * @param {Crd} crd
 * @param {string} version
 * @returns {Schema}
 */
function schemaOf(crd, version) {
  const { kind } = crd.spec.names;
  const served = crd.spec.versions.filter((entry) => entry.served);
  const specs = served.map((entry) => translate(specOf(entry.schema.openAPIV3Schema)));
  if (new Set(specs.map(textOf)).size !== 1) {
    throw new Error(`the served versions of ${kind} differ: one file per version is needed now`);
  }
  return withDefinitions({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Istio ${kind}`,
    'x-istio-source': `istio.io/api ${source}`,
    'x-istio-version': version,
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata'],
    properties: {
      apiVersion: { enum: servedVersions(crd).map((name) => `${group}/${name}`) },
      kind: { enum: [kind] },
      metadata: { type: 'object' },
      spec: specs[0],
      // The API server drops it from what a client creates.
      status: {},
    },
    additionalProperties: false,
  });
}

/** @param {Schema} schema */
function specOf(schema) {
  const rest = Object.keys(schema).filter(
    (key) => !['description', 'properties', 'type'].includes(key),
  );
  const properties = Object.keys(schema['properties']).sort().join();
  if (rest.length > 0 || properties !== 'spec,status') {
    throw new Error(
      'a CRD says more about the whole object than its spec: teach this script about it',
    );
  }
  return schema['properties']['spec'];
}

async function files() {
  const { version, crds } = read();
  /** @type {Record<string, unknown>} */
  const contents = {
    'kinds.json': {
      'x-istio-source': `istio.io/api ${source}`,
      'x-istio-version': version,
      group,
      kinds: Object.fromEntries(crds.map((crd) => [crd.spec.names.kind, servedVersions(crd)])),
    },
  };
  for (const kind of kinds) {
    const crd = crds.find(({ spec }) => spec.names.kind === kind);
    if (!crd) throw new Error(`the CRDs lack ${kind}`);
    contents[`${kind.toLowerCase()}.json`] = schemaOf(crd, version);
  }
  const entries = Object.entries(contents).map(async ([name, content]) => {
    const text = await format(JSON.stringify(content), { parser: 'json', printWidth: 100 });
    return /** @type {const} */ ([name, text]);
  });
  return Promise.all(entries);
}

const folder = join(root, 'schemas/istio');
const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, text] of await files()) {
  const file = join(folder, name);
  if (!isCheck) {
    writeFileSync(file, text);
    continue;
  }
  /** @type {string | undefined} */
  let present;
  try {
    present = readFileSync(file, 'utf8');
  } catch {
    // Missing counts as out of date.
  }
  if (present === text) continue;
  console.error(
    `schemas/istio/${name} is out of date: run node scripts/generate-istio-schemas.mjs`,
  );
  process.exitCode = 1;
}
