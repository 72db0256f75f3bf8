/** Values by the schema of a field: mostly right, wrong as often as asked for. */
import {
  resolve,
  schemas,
  type Schema,
  type ValidatedKind,
} from '../../../src/admission/schema/schemas.js';
import type { Random } from './random.js';
import {
  defaults,
  defaultUnsigned,
  durationValues,
  gatewayHostValues,
  headerValuesPool,
  keysByName,
  labelValuesPool,
  strange,
  strangeValue,
  subsetNameValues,
  valuesByName,
  type Values,
} from './values.js';

/** The parts of the schemas that only the generator reads. */
type FieldSchema = Schema & {
  enum?: unknown[];
  minimum?: number;
  'x-kubernetes-validations'?: { rule: string }[];
};

export interface Style {
  random: Random;
  kind: ValidatedKind;
  /** How probable it is that a field is wrong. */
  wrong: number;
  /** How probable it is that an optional field is there. */
  dense: number;
}

export function generateValue(style: Style, given: Schema, names: string[]): unknown {
  const { random, kind, wrong } = style;
  if (random.chance(wrong / 4)) return strangeValue(random);
  const schema = resolve(given, schemas[kind]) as FieldSchema;
  const type = [schema.type].flat().find((name) => name !== 'null');
  if (schema.enum) {
    return random.chance(wrong) ? random.pick(['', 'FOO', 1]) : random.pick(schema.enum);
  }
  if (type === 'object' && schema.properties) return generateObject(style, schema, names);
  if (type === 'object') return generateMap(style, schema, names);
  if (type === 'array') {
    const length = random.pick([0, 1, 1, 1, 2, 2, 3]);
    return Array.from({ length: random.chance(0.97) ? length : 5 }, () =>
      generateValue(style, schema.items ?? {}, names),
    );
  }
  if (type === 'boolean') return random.chance(0.5);
  const { good, bad } = valuesOf(schema, names, String(type));
  return structuredClone(random.pick(random.chance(wrong) ? bad : good));
}

/** For what an earlier mutation has put where the schema knows nothing. */
const anything: Values = { good: strange, bad: strange };

function valuesOf(schema: FieldSchema, names: string[], type: string): Values {
  const [name = '', parent = '', grandparent = ''] = names.toReversed();
  if (schema['x-kubernetes-validations']?.some(({ rule }) => rule.startsWith('duration'))) {
    return durationValues;
  }
  // The values of maps are listed below the map's own name.
  if (name === 'add' || name === 'set') return headerValuesPool;
  if (['labels', 'sourceLabels', 'matchLabels', 'selector'].includes(name)) return labelValuesPool;
  if (name === 'remove') return keysByName['remove'] ?? headerValuesPool;
  if (name === 'hosts' && parent === 'servers') return gatewayHostValues;
  if (name === 'name' && parent === 'subsets') return subsetNameValues;
  if (name === 'to' && parent === 'distribute')
    return { good: [100, 50, 50], bad: [0, 101, 20, 30] };
  if (name === 'to' && parent === 'failover') return valuesByName['from'] ?? headerValuesPool;
  if (name === 'match' && grandparent !== 'rewrite' && type !== 'string')
    return defaults['string']!;
  const known = valuesByName[name];
  if (known) return known;
  return type === 'integer' && schema.minimum === 0
    ? defaultUnsigned
    : (defaults[type] ?? anything);
}

function generateObject(style: Style, schema: Schema, names: string[]): unknown {
  const { random, wrong } = style;
  const result: Record<string, unknown> = {};
  const depth = names.length;
  const excluded = random.chance(wrong) ? [] : excludedOf(style, schema);
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (excluded.includes(name)) continue;
    const isRequired = schema.required?.includes(name) || requiredByIstiod.includes(name);
    const probability = isRequired ? 1 - wrong / 2 : style.dense / (1 + depth / 6);
    if (random.chance(probability)) result[name] = generateValue(style, child, [...names, name]);
  }
  if (random.chance(wrong / 8)) result[random.pick(['foo', 'Host', 'max_retries'])] = 1;
  return result;
}

/** What istiod asks for, though the schema does not. */
const requiredByIstiod = [
  'hosts',
  'servers',
  'http',
  'route',
  'interval',
  'timeout',
  'number',
  'attempts',
];

/** All but one of the fields that exclude each other. */
function excludedOf({ random }: Style, schema: Schema): string[] {
  const { oneOf = [], allOf = [] } = schema as Schema & { allOf?: Schema[] };
  const groups = [oneOf, ...allOf.map((part) => part.oneOf ?? [])];
  return groups.flatMap((group) => {
    const fields = group.flatMap(({ required = [] }) => required);
    const kept = random.pick([...fields, '']);
    return fields.filter((field) => field !== kept);
  });
}

function generateMap(style: Style, schema: Schema, names: string[]): unknown {
  const { random, wrong } = style;
  const name = names.at(-1) ?? '';
  const keys = keysByName[name] ?? { good: ['a', 'b'], bad: [''] };
  const result: Record<string, unknown> = {};
  const length = random.pick([0, 1, 1, 2]);
  if (typeof schema.additionalProperties !== 'object') return result;
  for (let index = 0; index < length; index++) {
    const key = random.chance(wrong) ? random.pick(keys.bad) : random.pick(keys.good);
    result[key] = generateValue(style, schema.additionalProperties, names);
  }
  // A sum of 100 is too rare by chance.
  if (name === 'to' && !random.chance(wrong)) shareOut(result);
  return result;
}

function shareOut(weights: Record<string, unknown>): void {
  const keys = Object.keys(weights);
  keys.forEach((key, index) => {
    const share = Math.floor(100 / keys.length);
    weights[key] = index === 0 ? 100 - share * (keys.length - 1) : share;
  });
}
