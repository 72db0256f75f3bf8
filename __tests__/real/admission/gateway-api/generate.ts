/** Objects of the Gateway API by the schemas of their CRDs: mostly right, wrong as often as asked for. */
import {
  apiSchemaOf,
  fieldNamesOf,
  itemSchemaOf,
  schemaOf,
  type ApiSchema,
} from '../../../../src/admission/gateway-api/schema.js';
import { Draw } from '../../traffic/cases/draw.js';

export const apiKinds = [
  ...['Gateway', 'Gateway', 'HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'],
  ...['TCPRoute', 'ReferenceGrant', 'ListenerSet', 'BackendTLSPolicy', 'GatewayClass'],
];

/** What fields are called that the schema alone does not describe. */
const pools: Readonly<Record<string, readonly unknown[]>> = {
  group: ['', 'gateway.networking.k8s.io', 'example.com', 'core'],
  kind: ['Service', 'Gateway', 'HTTPRoute', 'ListenerSet', 'ConfigMap', 'Secret'],
  namespace: ['default', 'other', 'a-b'],
  name: ['web', 'api', 'x-user', 'a.b', 'a'],
  sectionName: ['http', 'https'],
  hostname: ['example.com', '*.example.com', 'a.b.c', '10.0.0.1', '*', 'Example.com'],
  hostnames: ['example.com', '*.example.com', 'a.example.com', '10.0.0.1', 'localhost', '*.com'],
  protocol: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'example.com/proto'],
  request: ['10s', '1m', '0s', '1h30m', '5', '100ms'],
  backendRequest: ['5s', '20s', '0s', '2h', '1.5s'],
  controllerName: ['istio.io/gateway-controller', 'a.b/c', 'nothing'],
  replaceFullPath: ['/', '/a', 'x'],
  replacePrefixMatch: ['/', '/a', ''],
  service: ['shop.Cart', 'Cart', '1x', '.a.b', 'a..b'],
  method: ['GET', 'POST', 'Get', 'Put', '9'],
  port: [80, 443, 8080, 0, 65536],
  weight: [0, 1, 10, 1000001],
  statusCode: [301, 302, 303, 307, 308, 200],
  numerator: [0, 1, 5],
  denominator: [1, 2, 100],
  percent: [0, 50, 100, 101],
  type: [],
};

/** By the fields around them. */
function poolOf(names: readonly string[]): readonly unknown[] {
  const [parent = '', name = ''] = names.slice(-2);
  if (name === 'value' && parent === 'path') {
    return ['/', '/a', '/a/b', 'a', '/a//b', '/a/../b', '/a/.', '/%2f', '/a#b', '/a b', '/v[0-9]+'];
  }
  if (name === 'value' && parent === 'addresses') {
    return ['10.0.0.1', '::1', 'example.com', '', 'a b', '*.example.com', '300.1.1.1'];
  }
  if (name === 'value') return ['a', '1', ''];
  return pools[name] ?? [];
}

const strange = ['', 'x', 5, -1, true, null, [], {}, ['a'], { a: 1 }, 1.5, 'A'.repeat(300)];

export class ApiObjectGenerator {
  readonly #draw: Draw;
  readonly #wrong: number;

  constructor(seed: number) {
    this.#draw = new Draw(seed);
    this.#wrong = this.#draw.pick([0, 0, 0.01, 0.03, 0.08]);
  }

  object(): Record<string, unknown> {
    const draw = this.#draw;
    const kind = draw.pick(apiKinds);
    const known = apiSchemaOf(kind)!;
    const version = draw.pick(known.versions);
    const isGlobal = kind === 'GatewayClass';
    const spec = this.#value(known.spec, ['spec']);
    return {
      apiVersion: `gateway.networking.k8s.io/${version}`,
      kind,
      metadata: { name: 'one', ...(isGlobal ? {} : { namespace: 'default' }) },
      ...(draw.chance(0.01) ? {} : { spec }),
    };
  }

  #value(schema: ApiSchema, names: readonly string[]): unknown {
    const draw = this.#draw;
    if (draw.chance(this.#wrong / 3)) return structuredClone(draw.pick(strange));
    if (schema.enum && !draw.chance(this.#wrong)) return draw.pick(schema.enum);
    switch (schema.type) {
      case 'object':
        return this.#object(schema, names);
      case 'array':
        return this.#array(schema, names);
      case 'boolean':
        return draw.chance(0.5);
      case 'integer':
        return this.#ofPool(names, [1, 2, 80], (one) => typeof one === 'number');
      default:
        return this.#ofPool(names, ['a', 'web', 'x-1'], (one) => typeof one === 'string');
    }
  }

  /** Most of a pool is right: the first half is taken more often. */
  #ofPool(
    names: readonly string[],
    otherwise: readonly unknown[],
    fits: (one: unknown) => boolean,
  ): unknown {
    const draw = this.#draw;
    const own = poolOf(names).filter(fits);
    const all = own.length > 0 ? own : otherwise;
    const half = all.slice(0, Math.max(1, Math.ceil(all.length / 2)));
    return draw.pick(draw.chance(0.1 + this.#wrong * 3) ? all : half);
  }

  #object(schema: ApiSchema, names: readonly string[]): unknown {
    const draw = this.#draw;
    const result: Record<string, unknown> = {};
    const required = new Set(schema.required ?? []);
    const own = fieldNamesOf(schema);
    const density = names.length > 4 ? 0.3 : 0.5;
    for (const key of own) {
      const isNeeded = required.has(key) && !draw.chance(this.#wrong);
      const isWanted = wanted.has(key) ? draw.chance(0.85) : draw.chance(density);
      if (!isNeeded && !isWanted) continue;
      result[key] = this.#value(schemaOf(schema, key)!, [...names, key]);
    }
    if (own.length === 0 && draw.chance(0.5)) result['a'] = 'b';
    if (draw.chance(this.#wrong / 2)) result[draw.pick(['bogus', 'nmae', 'retry'])] = 'x';
    this.#fit(result, own);
    return result;
  }

  /** What belongs to a type goes with it most of the time. */
  #fit(value: Record<string, unknown>, fields: readonly string[]): void {
    const draw = this.#draw;
    const parts = fields.filter((key) =>
      /^(?:request|response|url|cors|extension)[A-Z]?/.test(key),
    );
    if (fields.includes('type') && parts.length > 2 && draw.chance(0.9)) {
      const chosen = draw.pick(parts);
      for (const key of parts) if (key !== chosen) delete value[key];
      if (value[chosen] === undefined) value[chosen] = {};
      value['type'] =
        chosen === 'cors' ? 'CORS' : chosen === 'urlRewrite' ? 'URLRewrite' : upper(chosen);
    }
    if (fields.includes('replaceFullPath') && draw.chance(0.9)) {
      const isFull = draw.chance(0.5);
      value['type'] = isFull ? 'ReplaceFullPath' : 'ReplacePrefixMatch';
      delete value[isFull ? 'replacePrefixMatch' : 'replaceFullPath'];
      value[isFull ? 'replaceFullPath' : 'replacePrefixMatch'] ??= '/';
    }
  }

  #array(schema: ApiSchema, names: readonly string[]): unknown[] {
    const draw = this.#draw;
    const count = draw.weighted([
      [1, 0],
      [6, 1],
      [3, 2],
      [1, 3],
      [this.#wrong, 20],
    ]);
    return Array.from({ length: count }, (_, index) => {
      const item = this.#value(itemSchemaOf(schema) ?? {}, names);
      const isNamed = names.at(-1) === 'listeners' && draw.chance(0.95);
      if (!isNamed || typeof item !== 'object' || item === null || Array.isArray(item)) return item;
      const { protocol } = item as Record<string, unknown>;
      const needsTls = protocol === 'HTTPS' || protocol === 'TLS';
      const tls = {
        mode: protocol === 'TLS' ? 'Passthrough' : 'Terminate',
        certificateRefs: [{ name: 'x' }],
      };
      const named = { ...item, name: `l${index}`, port: 80 + index } as Record<string, unknown>;
      if (needsTls && draw.chance(0.8)) named['tls'] = tls;
      if (!needsTls && draw.chance(0.9)) delete named['tls'];
      return named;
    });
  }
}

/** Fields without which most objects are refused, or say nothing. */
const wanted = new Set([
  'name',
  'port',
  'rules',
  'backendRefs',
  'parentRefs',
  'matches',
  'listeners',
]);

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
