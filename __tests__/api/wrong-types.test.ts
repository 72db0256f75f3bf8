import { expect, test } from '@jest/globals';
import { kinds, modelledKinds, validatedKinds, type Kind } from '../../src/api/kinds.js';
import type { Shape } from '../../src/api/shape.js';
import type { Config } from '../../src/config/config.js';
import { resolve, schemas, type Schema } from '../../src/admission/schema/schemas.js';
import { Memory } from '../../src/foundation/memory.js';
import { Project } from '../../src/project/project.js';
import { placeByPaths } from '../../src/mesh/placed-document.js';
import type { Document } from '../../src/manifest/document.js';
import { buildMesh } from '../../src/mesh/mesh.js';
import { resourceOf } from '../../src/mesh/resources.js';
import { predictTable, scenariosOf } from '../../src/traffic/table.js';
import { clusters, documentsOf } from '../mesh/mesh-from.js';
import { defaultConfig } from '../../src/config/parse-config.js';

type Path = readonly (string | number)[];

/** Valid objects in which the fields that decide are set, one of each kind or more. */
const manifests: readonly { kind: Kind; name: string; spec: Record<string, unknown> }[] = [
  {
    kind: 'Gateway',
    name: 'edge',
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    },
  },
  {
    kind: 'VirtualService',
    name: 'root',
    spec: {
      hosts: ['web.example.com'],
      gateways: ['edge'],
      http: [{ match: [{ headers: { x: { prefix: 'a' } } }], delegate: { name: 'leaf' } }],
    },
  },
  {
    kind: 'VirtualService',
    name: 'leaf',
    spec: {
      http: [
        {
          match: [{ headers: { x: { exact: 'ab' } } }],
          route: [{ destination: { host: 'web.shop.svc.cluster.local', subset: 'v1' } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'plain',
    spec: {
      hosts: ['db.example.com'],
      gateways: ['edge'],
      http: [{ route: [{ destination: { host: 'db.example.org', port: { number: 80 } } }] }],
    },
  },
  {
    kind: 'DestinationRule',
    name: 'web',
    spec: {
      host: 'web.shop.svc.cluster.local',
      trafficPolicy: {
        loadBalancer: {
          localityLbSetting: {
            enabled: true,
            failover: [{ from: 'europe-west1', to: 'us-central1' }],
          },
        },
        outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 },
      },
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    },
  },
  {
    kind: 'Service',
    name: 'web',
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    kind: 'ServiceEntry',
    name: 'db',
    spec: {
      hosts: ['db.example.org'],
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      endpoints: [{ address: '10.0.0.1', locality: 'europe-west1', network: 'other' }],
    },
  },
  {
    kind: 'WorkloadEntry',
    name: 'vm',
    spec: { address: '10.0.0.2', labels: { app: 'web' }, locality: 'us-central1' },
  },
  {
    kind: 'Deployment',
    name: 'web',
    spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } } } },
  },
  {
    kind: 'StatefulSet',
    name: 'other',
    spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } } } },
  },
  {
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 3 },
  },
];

const config: Config = {
  ...defaultConfig,
  clusters: clusters.map((cluster, index) => ({ ...cluster, network: `net-${index}` })),
  preset: 'strict',
};

const values: readonly [type: string, value: unknown][] = [
  ['number', 5],
  ['text', 'a'],
  ['list', [5]],
  ['mapping', { a: { b: 5 } }],
  ['null', null],
  ['boolean', true],
];

/** The path of every field below a shape; of a list its first item, of a mapping of any keys one key. */
function* fieldsOf(shape: Shape, path: Path = []): Generator<{ path: Path; shape: Shape }> {
  if (path.length > 0) yield { path, shape };
  if (typeof shape === 'string') return;
  if (Array.isArray(shape)) {
    yield* fieldsOf(shape[0], [...path, 0]);
    return;
  }
  for (const [key, own] of Object.entries(shape)) {
    yield* fieldsOf(own, [...path, key === '*' ? 'x' : key]);
  }
}

function hasShape(type: string, shape: Shape): boolean {
  if (Array.isArray(shape)) return type === 'list';
  if (typeof shape === 'object') return type === 'mapping';
  if (shape === 'anything') return true;
  return shape === 'text-or-number' ? type === 'text' || type === 'number' : type === shape;
}

/** The spec with a value at a path, and with whatever leads there. */
function withValue(spec: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(spec) ? [...spec] : [];
    list[key] = withValue(list[key], rest, value);
    return list;
  }
  const mapping = { ...(spec as Record<string, unknown> | undefined) };
  const own = withValue(mapping[key], rest, value);
  if (own === undefined) delete mapping[key];
  else mapping[key] = own;
  return mapping;
}

function documentsWith(position: number, spec: unknown) {
  const text = manifests.map(({ kind, name, spec: own }, index) => {
    const { group, versions } = kinds[kind];
    return JSON.stringify({
      apiVersion: [group, versions[0]].filter(Boolean).join('/'),
      kind,
      metadata: { namespace: 'shop', name },
      spec: index === position ? spec : own,
    });
  });
  return documentsOf(text.join('\n---\n'));
}

function predictionOf(documents: ReturnType<typeof documentsOf>): string {
  const mesh = buildMesh(config, placeByPaths(config, documents));
  const rows = [...predictTable(mesh, scenariosOf(mesh))];
  return JSON.stringify(rows.map(({ scenario, prediction }) => [scenario.name, prediction]));
}

test('every kind of the model is in the manifests, and they are predicted', () => {
  expect(new Set(manifests.map(({ kind }) => kind))).toEqual(new Set(modelledKinds));
  expect(predictionOf(documentsWith(-1, {})).length).toBeGreaterThan(1000);
});

const cases = manifests.map(({ kind, name }, position) => ({ kind, name, position }));

test.each(cases)('a value of the wrong type in $kind $name is as good as none', (one) => {
  const { kind, position } = one;
  const spec = manifests[position]?.spec;
  const specOf = (documents: Document[]) =>
    resourceOf(placeByPaths(config, documents)[position]!, new Memory())?.spec;
  let turn = 0;
  const seen = new Set<string>();
  for (const { path, shape } of fieldsOf(kinds[kind].shape)) {
    // An item of a list keeps its position: what is left of it is an item that says nothing.
    const isItem = typeof path.at(-1) === 'number';
    const empty = typeof shape === 'string' ? [] : [{}];
    const left = isItem
      ? withValue(spec, path.slice(0, -1), empty)
      : withValue(spec, path, undefined);
    const wrong = values
      .filter(([type]) => !hasShape(type, shape))
      .map(([type, value]) => {
        return { type, documents: documentsWith(position, withValue(spec, path, value)) };
      });
    // What the model reads is the same, so everything that follows from it is.
    for (const { documents } of wrong) {
      expect({ path, spec: specOf(documents) }).toEqual({ path, spec: left });
    }
    // Each type has its turn in what reads more than the model: the rules.
    // A policy of a subset or a port has the fields of every other policy.
    const field = path.slice(-3).join('.');
    if (seen.has(field)) continue;
    seen.add(field);
    const its = wrong[turn++ % wrong.length];
    if (!its) continue;
    const { type, documents } = its;
    const files = documents.map(({ value }, index) => ({
      file: `${index}.json`,
      text: JSON.stringify(value),
      named: true,
    }));
    const project = Project.from({ config, files, now: new Date(0) });
    const isRefused = project.lint().findings.some(({ category }) => category === 'admission');
    // Null is as good as absent, which may be refused for other reasons.
    if (type !== 'null' && validatedKinds.some((validated) => validated === kind)) {
      expect({ path, type, isRefused }).toEqual({ path, type, isRefused: true });
    }
  }
  expect(turn).toBeGreaterThan(2);
});

/** The fields whose wrong types used to change a prediction, or to end it. */
test.each<[Kind, Path, unknown]>([
  ['VirtualService', ['http', 0, 'match', 0, 'headers', 'x', 'prefix'], 5],
  ['VirtualService', ['http', 0, 'match', 0, 'headers'], 'a'],
  ['VirtualService', ['http', 0, 'match', 0, 'sniHosts'], 5],
  ['WorkloadEntry', ['serviceAccount'], 5],
  ['DestinationRule', ['trafficPolicy', 'loadBalancer', 'zoneAwareLbSetting'], 5],
  ['DestinationRule', ['trafficPolicy', 'loadBalancer', 'consistentHash', 'maglev'], 'a'],
])('%s: the prediction with a wrong value at %j is the one without it', (kind, path, value) => {
  const position = manifests.findIndex((one) => one.kind === kind);
  const spec = manifests[position]?.spec;
  const predicted = predictionOf(documentsWith(position, withValue(spec, path, value)));
  expect(predicted).toBe(predictionOf(documentsWith(position, withValue(spec, path, undefined))));
});

test('the shapes agree with the CRDs', () => {
  const strangers = (['Gateway', 'VirtualService', 'DestinationRule'] as const).flatMap((kind) =>
    [...fieldsOf(kinds[kind].shape)].flatMap(({ path, shape }) => {
      const types = typesAt(schemas[kind].properties?.['spec'], path, schemas[kind]);
      const known =
        types === undefined || types.some((type) => hasShape(typeWords[type] ?? '', shape));
      return known ? [] : [`${kind} ${path.join('.')}`];
    }),
  );
  expect(strangers).toEqual([]);
});

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'mapping',
};

/** The types of a field in the schema of its CRD; undefined for a field that it does not have. */
function typesAt(given: Schema | undefined, path: Path, root: Schema): string[] | undefined {
  const schema = given && resolve(given, root);
  const [key, ...rest] = path;
  if (!schema) return undefined;
  if (key === undefined) return [schema.type ?? 'object'].flat();
  if (typeof key === 'number') return typesAt(schema.items, rest, root);
  const other = schema.additionalProperties;
  const own = schema.properties?.[key] ?? (typeof other === 'object' ? other : undefined);
  return typesAt(own, rest, root);
}
