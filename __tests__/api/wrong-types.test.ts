import { expect, test } from '@jest/globals';
import { kinds, modelledKinds, validatedKinds, type Kind } from '../../src/api/kinds.js';
import type { Shape } from '../../src/api/shape.js';
import type { Config } from '../../src/config/config.js';
import { resolve, schemas, type Schema } from '../../src/admission/schema/schemas.js';
import { meshConfig as meshConfigShape } from '../../src/api/mesh-config.js';
import { UserError } from '../../src/foundation/errors.js';
import { Memory } from '../../src/foundation/memory.js';
import { Project } from '../../src/project/project.js';
import { placeByPaths } from '../../src/mesh/placed-document.js';
import type { Document } from '../../src/manifest/document.js';
import { buildMesh } from '../../src/mesh/build-mesh.js';
import { resourceOf } from '../../src/mesh/resources.js';
import { predictTable, scenariosOf } from '../../src/traffic/table.js';
import { clusters, documentsOf } from '../mesh/mesh-from.js';
import { defaultConfig } from '../../src/config/parse-config.js';

type Path = readonly (string | number)[];

const backendRefs = [{ name: 'web', port: 80, weight: 1 }];
const parentRefs = [{ name: 'api-edge', sectionName: 'http' }];

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
    kind: 'GatewayApiGateway',
    name: 'api-edge',
    spec: {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: '*.example.net' }],
      allowedListeners: { namespaces: { from: 'Same' } },
    },
  },
  { kind: 'GatewayClass', name: 'mine', spec: { controllerName: 'example.com/controller' } },
  {
    kind: 'ListenerSet',
    name: 'more',
    spec: {
      parentRef: { name: 'api-edge' },
      listeners: [{ name: 'more', port: 81, protocol: 'HTTP' }],
    },
  },
  {
    kind: 'HTTPRoute',
    name: 'http',
    spec: {
      parentRefs,
      hostnames: ['web.example.net'],
      rules: [{ matches: [{ path: { type: 'Exact', value: '/a' } }], backendRefs }],
    },
  },
  { kind: 'GRPCRoute', name: 'grpc', spec: { parentRefs, rules: [{ backendRefs }] } },
  {
    kind: 'TLSRoute',
    name: 'tls',
    spec: { parentRefs, hostnames: ['tls.example.net'], rules: [{ backendRefs }] },
  },
  { kind: 'TCPRoute', name: 'tcp', spec: { parentRefs, rules: [{ backendRefs }] } },
  {
    kind: 'ReferenceGrant',
    name: 'grant',
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'other' }],
      to: [{ group: '', kind: 'Service' }],
    },
  },
  {
    kind: 'BackendTLSPolicy',
    name: 'tls',
    spec: { targetRefs: [{ group: '', kind: 'Service', name: 'web' }] },
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
    kind: 'Sidecar',
    name: 'default',
    spec: {
      egress: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
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
  clients: [
    { name: 'edge', locality: 'europe-west1' },
    { name: 'caller', kind: 'sidecar', namespace: 'shop', locality: 'us-central1' },
  ],
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
    const { group, versions, kind: written } = kinds[kind];
    return JSON.stringify({
      apiVersion: [group, versions[0]].filter(Boolean).join('/'),
      kind: written,
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

/** By kind the fields that the rules have met: they read a VirtualService alike, wherever it leads. */
const seen = new Set<string>();

test.each(cases)('a value of the wrong type in $kind $name is as good as none', (one) => {
  const { kind, position } = one;
  const spec = manifests[position]?.spec;
  const specOf = (documents: Document[]) =>
    resourceOf(placeByPaths(config, documents)[position]!, new Memory())?.spec;
  let walked = 0;
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
    // What reads more than the model, the rules and the table: a policy of a subset or a port has the fields of every other policy.
    const field = `${kind} ${path.slice(-3).join('.')}`;
    if (seen.has(field)) continue;
    seen.add(field);
    const projects = wrong.map(({ type, documents }) => ({ type, project: projectOf(documents) }));
    for (const { type, project } of projects) {
      const isRefused = project.lint().findings.some(({ category }) => category === 'admission');
      // Null is as good as absent, which may be refused for other reasons.
      if (type !== 'null' && validatedKinds.some((validated) => validated === kind)) {
        expect({ path, type, isRefused }).toEqual({ path, type, isRefused: true });
      }
    }
    // The table follows from the model, which is the same for each type: one of them has its turn.
    const its = projects[walked++ % projects.length];
    if (its) {
      const expected = tableOf(projectOf(documentsWith(position, left)));
      expect({ path, table: tableOf(its.project) }).toEqual({ path, table: expected });
    }
  }
  expect(seen.size).toBeGreaterThan(2);
});

test('a value of the wrong type in the metadata of any kind ends no check', () => {
  const fields = ['name', 'namespace', 'labels', 'annotations', 'generateName', 'ownerReferences'];
  for (const [position] of manifests.entries()) {
    for (const [path, value] of [
      ...fields.flatMap((field) => values.map(([, own]) => [[field], own] as const)),
      ...values.map(([, own]) => [['labels', 'x'], own] as const),
      ...values.map(([, own]) => [['annotations', 'networking.istio.io/exportTo'], own] as const),
    ]) {
      const documents = documentsWith(position, manifests[position]?.spec).map(
        ({ value: object }, index) =>
          index === position
            ? { value: { ...object, metadata: withValue(object['metadata'], path, value) } }
            : { value: object },
      );
      expect(projectOf(documents).lint().findings.length).toBeGreaterThanOrEqual(0);
    }
  }
});

test('a value of the wrong type in a mesh configuration of the tree is no crash', () => {
  for (const { path, shape } of fieldsOf(meshConfigShape)) {
    for (const [type, value] of values.filter(([own]) => !hasShape(own, shape))) {
      const operator = {
        apiVersion: 'install.istio.io/v1alpha1',
        kind: 'IstioOperator',
        metadata: { name: 'mesh', namespace: 'istio-system' },
        spec: { meshConfig: withValue({}, path, value) },
      };
      const objects = documentsWith(-1, {});
      // An error of the user's is told as one; nothing else is thrown.
      try {
        projectOf([...objects, { value: operator }]).check();
      } catch (error) {
        expect({ path, type, error }).toEqual({ path, type, error: expect.any(UserError) });
      }
    }
  }
});

function projectOf(documents: readonly Pick<Document, 'value'>[]): Project {
  const files = documents.map(({ value }, index) => ({
    file: `${index}.json`,
    text: JSON.stringify(value),
    named: true,
  }));
  return Project.from({ config, files, now: new Date(0) });
}

function tableOf(project: Project): unknown {
  return project.check().rows.map(({ scenario, prediction }) => [scenario.name, prediction]);
}

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
