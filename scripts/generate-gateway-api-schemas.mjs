// @ts-check
/**
 * Writes `schemas/gateway-api/`: what the API server asks of the `spec` of the kinds of the Gateway API's standard channel. It is the schema of the
 * CRDs without descriptions, with each value that occurs several times written once.
 *
 *     node scripts/generate-gateway-api-schemas.mjs          # writes
 *     node scripts/generate-gateway-api-schemas.mjs --check  # fails when what is there is out of date
 *
 * The source is `config/crd/standard` of the Go module sigs.k8s.io/gateway-api, at the version that the bench pins too. Go is needed to
 * fetch it, and only here.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { format } from 'prettier';
import { parseAllDocuments } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const pin = join(root, '__tests__/real/bench/parts/gateway-api-crds');
const target = join(root, 'schemas/gateway-api/schemas.json');
const kinds = [
  ...['Gateway', 'GatewayClass', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'],
  ...['ReferenceGrant', 'BackendTLSPolicy'],
];

/** @typedef {Record<string, any>} Schema */

/** Keywords that decide, and how they are kept. */
const kept = new Set([
  ...[
    'type',
    'required',
    'enum',
    'pattern',
    'default',
    'minimum',
    'maximum',
    'minItems',
    'maxItems',
  ],
  ...['minLength', 'maxLength', 'minProperties', 'maxProperties', 'format', 'oneOf', 'nullable'],
]);
const dropped = new Set([
  ...[
    'description',
    'x-kubernetes-map-type',
    'x-kubernetes-list-type',
    'x-kubernetes-list-map-keys',
  ],
]);

/**
 * @param {Schema} schema
 * @returns {Schema}
 */
function shorten(schema) {
  /** @type {Schema} */
  const result = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (kept.has(keyword)) result[keyword] = value;
    else if (keyword === 'properties') {
      result['properties'] = Object.fromEntries(
        Object.entries(value).map(([name, child]) => [name, shorten(child)]),
      );
    } else if (keyword === 'items' || keyword === 'additionalProperties') {
      result[keyword] = shorten(value);
    } else if (keyword === 'x-kubernetes-validations') {
      // What compares with an earlier state says nothing of a new object.
      const rules = value.filter((/** @type {Schema} */ { rule }) => !rule.includes('oldSelf'));
      result['rules'] = rules.map((/** @type {Schema} */ { rule, message }) => ({
        rule: rule.trim(),
        message,
      }));
    } else if (!dropped.has(keyword)) {
      throw new Error(`keyword ${keyword} is not known: teach this script about it`);
    }
  }
  if (schema['x-kubernetes-list-type'] === 'map') {
    result['keys'] = schema['x-kubernetes-list-map-keys'];
  } else if (schema['x-kubernetes-list-type'] === 'set') result['keys'] = [];
  return result;
}

const answer = execFileSync('go', ['mod', 'download', '-json', 'sigs.k8s.io/gateway-api'], {
  cwd: pin,
  encoding: 'utf8',
  env: { ...process.env, GOWORK: 'off' },
});
const { Dir: module, Version: version } = JSON.parse(answer);
const folder = join(module, 'config/crd/standard');
/** @type {Record<string, Schema>} */
const schemas = {};
for (const file of readdirSync(folder)) {
  for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
    const crd = document.toJS();
    const kind = crd?.spec?.names?.kind;
    if (!kinds.includes(kind)) continue;
    const served = crd.spec.versions.filter((/** @type {Schema} */ one) => one['served']);
    const specs = served.map((/** @type {Schema} */ one) =>
      shorten(one['schema'].openAPIV3Schema.properties.spec),
    );
    const required = served[0].schema.openAPIV3Schema.required ?? [];
    for (const other of specs.slice(1)) {
      if (!isDeepStrictEqual(other, specs[0])) throw new Error(`the versions of ${kind} differ`);
    }
    const versions = served.map((/** @type {Schema} */ one) => one['name']);
    schemas[kind] = { versions, isSpecRequired: required.includes('spec'), spec: specs[0] };
  }
}
const missing = kinds.filter((kind) => !schemas[kind]);
if (missing.length > 0) throw new Error(`there is no ${missing.join(', ')} in ${folder}`);

/** @type {Map<string, number>} */
const counts = new Map();
/** @param {any} value */
const count = (value) => {
  if (value === null || typeof value !== 'object') return;
  const text = JSON.stringify(value);
  const times = counts.get(text) ?? 0;
  counts.set(text, times + 1);
  if (times === 0) Object.values(value).forEach(count);
};
count(schemas);
/** @type {Map<string, string>} */
const names = new Map();
/** @type {Record<string, any>} */
const shared = {};
/** @param {any} value @returns {any} */
const move = (value) => {
  if (value === null || typeof value !== 'object') return value;
  const text = JSON.stringify(value);
  const isShared = !Array.isArray(value) && (counts.get(text) ?? 0) > 1 && text.length > 120;
  if (isShared && names.has(text)) return { $ref: names.get(text) };
  const moved = Array.isArray(value)
    ? value.map(move)
    : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, move(child)]));
  if (!isShared) return moved;
  const name = String(names.size);
  names.set(text, name);
  shared[name] = moved;
  return { $ref: name };
};
const moved = move(schemas);
const text = await format(
  JSON.stringify({ 'x-source': `sigs.k8s.io/gateway-api ${version}`, kinds: moved, shared }),
  { parser: 'json', printWidth: 100 },
);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'schemas/gateway-api is out of date: run node scripts/generate-gateway-api-schemas.mjs',
    );
    process.exitCode = 1;
  }
} else {
  mkdirSync(join(target, '..'), { recursive: true });
  writeFileSync(target, text);
}
