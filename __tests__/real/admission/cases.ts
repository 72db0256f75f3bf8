/** The objects that are put to the judges. The same seed and index always give the same object. */
import {
  resolve,
  schemas,
  type Schema,
  type ValidatedKind,
} from '../../../src/admission/schema/schemas.js';
import { validatedKinds } from '../../../src/admission/validate.js';
import { generateValue, type Style } from './generate-value.js';
import { Random } from './random.js';
import { validManifests } from './valid-manifests.js';
import { strangeValue } from './values.js';

export interface Case {
  seed: number;
  index: number;
  kind: ValidatedKind;
  object: Record<string, unknown>;
}

export function makeCase(seed: number, index: number): Case {
  const random = new Random(Math.imul(seed, 1_000_003) + index);
  const isMutation = random.chance(0.6);
  const { kind, spec } = isMutation ? mutated(random) : invented(random);
  const object: Record<string, unknown> = {
    apiVersion: `networking.istio.io/${random.pick(['v1', 'v1beta1', 'v1alpha3'])}`,
    kind,
    metadata: metadataOf(random),
    spec,
  };
  if (random.chance(0.005)) object['extra'] = {};
  if (random.chance(0.01)) object['status'] = random.pick([null, {}, { conditions: [] }, 'x']);
  return { seed, index, kind, object };
}

function invented(random: Random): { kind: ValidatedKind; spec: unknown } {
  const kind = random.pick(validatedKinds);
  const wrong = random.pick([0, 0, 0.02, 0.1]);
  const style: Style = { random, kind, wrong, dense: random.pick([0.1, 0.25, 0.5]) };
  return { kind, spec: generateValue(style, specOf(kind), []) };
}

function specOf(kind: ValidatedKind): Schema {
  return schemas[kind].properties?.['spec'] ?? {};
}

function mutated(random: Random): { kind: ValidatedKind; spec: unknown } {
  const { kind, spec } = random.pick(validManifests);
  const copy = structuredClone(spec);
  const wrong = random.pick([0.2, 0.5, 0.9]);
  const times = random.pick([0, 1, 1, 1, 1, 2, 3]);
  for (let time = 0; time < times; time++) {
    mutate({ random, kind, wrong, dense: 0.3 }, copy, specOf(kind), []);
  }
  return { kind, spec: copy };
}

/** Goes down to some depth, and changes one field there. */
function mutate(style: Style, value: unknown, given: Schema, names: string[]): void {
  const { random, kind } = style;
  const schema = resolve(given, schemas[kind]);
  if (Array.isArray(value)) {
    const index = random.below(value.length);
    if (value.length > 0 && random.chance(0.8)) {
      mutateChild(style, value, index, schema.items ?? {}, names);
    } else if (value.length > 0 && random.chance(0.5)) value.push(structuredClone(value[index]));
    else value.push(generateValue(style, schema.items ?? {}, names));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const map = value as Record<string, unknown>;
  const properties = schema.properties ?? {};
  const present = Object.keys(map);
  if (present.length > 0 && random.chance(0.75)) {
    const key = random.pick(present);
    const child =
      properties[key] ??
      (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {});
    mutateChild(style, map, key, child, schema.properties ? [...names, key] : names);
    return;
  }
  const absent = Object.keys(properties).filter((key) => !(key in map));
  if (absent.length > 0) {
    const key = random.pick(absent);
    map[key] = generateValue(style, properties[key] ?? {}, [...names, key]);
  } else map[random.pick(['foo', 'x-a', '', 'us-east'])] = strangeValue(random);
}

function mutateChild(
  style: Style,
  parent: Record<string, unknown> | unknown[],
  key: string | number,
  schema: Schema,
  names: string[],
): void {
  const { random } = style;
  const container = parent as Record<string | number, unknown>;
  const child = container[key];
  if (typeof child === 'object' && child !== null && random.chance(0.8)) {
    mutate(style, child, schema, names);
  } else if (random.chance(0.12)) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete container[key];
  } else if (random.chance(0.12)) container[key] = strangeValue(random);
  else container[key] = generateValue(style, schema, names);
}

function metadataOf(random: Random): unknown {
  const metadata: Record<string, unknown> = { name: 'a', namespace: 'default' };
  if (random.chance(0.92)) return metadata;
  const change = random.pick(metadataChanges);
  return change(random, metadata);
}

const metadataChanges: readonly ((random: Random, metadata: Record<string, unknown>) => unknown)[] =
  [
    (random, metadata) => ({
      ...metadata,
      name: random.pick([
        'a.b',
        'A',
        '',
        null,
        5,
        'a_b',
        '1',
        '-a',
        'a-',
        'a'.repeat(64),
        'a'.repeat(253),
        'a'.repeat(254),
        'a..b',
      ]),
    }),
    (random, metadata) => ({
      ...metadata,
      namespace: random.pick(['prod', '', null, 'A_b', 'a.b', 5, 'default']),
    }),
    (random) => ({ generateName: random.pick(['a-', 'A-', '', 'a', 'a.']), namespace: 'default' }),
    (random) => random.pick([null, {}, undefined, 'x', [], { namespace: 'default' }]),
    (random, metadata) => ({
      ...metadata,
      labels: random.pick<unknown>([
        { a: 'b' },
        { a: 1 },
        { a: null },
        { 'a b': 'c' },
        { a: 'b c' },
        { 'x.com/a': '' },
        { 'X.com/a': '' },
        [],
        'x',
        null,
        { a: 'a'.repeat(64) },
        { 'a/b/c': '' },
        { '': 'a' },
        { a: true },
        { '-a': 'x' },
        { 'x.com/': '' },
      ]),
    }),
    (random, metadata) => ({
      ...metadata,
      annotations: random.pick<unknown>([
        { a: 'b c' },
        { a: 1 },
        { 'A b': '' },
        { 'X.com/a': '' },
        { 'istio.io/dry-run': 'true' },
        { 'internal.istio.io/parents': '' },
        { 'internal.istio.io/parent-namespace': '' },
        { 'internal.istio.io/webhook-always-reject': '' },
        { 'internal.istio.io/gateway-semantics': 'gateway' },
        { 'internal.istio.io/route-semantics': 'gateway' },
        null,
        [],
        { a: null },
        { a: 'x'.repeat(270_000) },
      ]),
    }),
    (random, metadata) => ({
      ...metadata,
      ...random.pick<object>([
        { foo: 1 },
        { creationTimestamp: null },
        { creationTimestamp: 'x' },
        { creationTimestamp: '2026-01-01T00:00:00Z' },
        { uid: 'x' },
        { generation: 4 },
        { generation: 'x' },
        { managedFields: [] },
        { finalizers: null },
        { ownerReferences: [] },
        { Name: 'a' },
        { creationTimestamp: '2026-13-01T00:00:00Z' },
        { generation: 1.5 },
        { selfLink: '/x' },
        { clusterName: 'x' },
        { finalizers: 'x' },
        { finalizers: ['example.com/x'] },
        { finalizers: ['a b'] },
        { finalizers: [5] },
      ]),
    }),
  ];
