/** The objects that are put to the judges. The same seed and index always give the same object. */
import {
  resolve,
  schemas,
  type Schema,
  type ValidatedKind,
} from '../../../src/admission/schema/schemas.js';
import { validatedKinds } from '../../../src/admission/validate.js';
import { focused } from './focused-cases.js';
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
  const make = random.pick([mutated, mutated, invented, focused]);
  const { kind, spec } = make(random);
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
  const style: Style = { random, kind, wrong, dense: 0.3 };
  for (let time = 0; time < times; time++) mutate(style, copy);
  return { kind, spec: copy };
}

/** A field, or an item of a list, that is there or could be. */
interface Spot {
  parent: Record<string | number, unknown> | unknown[];
  key: string | number;
  schema: Schema;
  names: string[];
}

/** Changes one field. Which one goes by name first, so that those which occur once get as much as those in every item. */
function mutate(style: Style, spec: Record<string, unknown>): void {
  const { random, kind } = style;
  const spots = spotsOf(spec, specOf(kind), [], kind);
  const isPresent = random.chance(0.75);
  const candidates = spots.filter(({ parent, key }) => key in parent === isPresent);
  if (candidates.length === 0) return;
  const nameOf = ({ names }: Spot) => names.slice(-2).join('.');
  const name = random.pick([...new Set(candidates.map(nameOf))]);
  const spot = random.pick(candidates.filter((candidate) => nameOf(candidate) === name));
  if (!isPresent) put(spot, generateValue(style, spot.schema, spot.names));
  else change(style, spot);
}

function change(style: Style, spot: Spot): void {
  const { random } = style;
  const { parent, key } = spot;
  if (random.chance(0.15)) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  } else if (random.chance(0.12)) put(spot, strangeValue(random));
  else if (random.chance(0.15) && Array.isArray(parent)) {
    parent.push(structuredClone(parent[Number(key)]));
  } else put(spot, generateValue(style, spot.schema, spot.names));
}

function put({ parent, key }: Spot, value: unknown): void {
  (parent as Record<string | number, unknown>)[key] = value;
}

function spotsOf(value: unknown, given: Schema, names: string[], kind: ValidatedKind): Spot[] {
  const schema = resolve(given, schemas[kind]);
  if (Array.isArray(value)) {
    const child = schema.items ?? {};
    const spots = [...value.keys(), value.length].map((key): Spot => ({
      parent: value,
      key,
      schema: child,
      names,
    }));
    return [...spots, ...value.flatMap((item) => spotsOf(item, child, names, kind))];
  }
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  const { properties, additionalProperties } = schema;
  const keys = new Set([...Object.keys(parent), ...Object.keys(properties ?? {}), 'foo', '']);
  return [...keys].flatMap((key) => {
    const child =
      properties?.[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
    const childNames = properties ? [...names, key] : names;
    const spot: Spot = { parent, key, schema: child, names: childNames };
    return [spot, ...spotsOf(parent[key], child, childNames, kind)];
  });
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
    (random) => ({
      generateName: random.pick([
        'a-',
        'A-',
        '',
        'a',
        'a.',
        'a.-',
        'a--',
        'a'.repeat(100),
        'a'.repeat(300),
      ]),
      namespace: 'default',
    }),
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
        {
          ownerReferences: [
            { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'x', controller: true },
          ],
        },
        { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }] },
        { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'x', foo: 1 }] },
        { ownerReferences: [null] },
        {
          ownerReferences: [
            { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'x', controller: 'true' },
          ],
        },
        { generation: 1e20 },
        { creationTimestamp: '2026-02-30T00:00:00Z' },
        { creationTimestamp: '2026-02-28T24:00:00Z' },
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
