import { texts, type Shape, type TypeOf } from './shape.js';

/* Source: sigs.k8s.io/gateway-api 1.6, config/crd/standard; `retry` is of the experimental channel. */

const labelSelector = {
  matchLabels: texts,
  matchExpressions: [{ key: 'text', operator: 'text', values: ['text'] }],
} as const satisfies Shape;

/** Of namespaces. Without anything it selects all. */
export type LabelSelector = TypeOf<typeof labelSelector>;

const fromNamespaces = { from: 'text', selector: labelSelector } as const satisfies Shape;

/** Which namespaces something is open to. */
export type FromNamespaces = TypeOf<typeof fromNamespaces>;

const secretReference = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
} as const satisfies Shape;

const listener = {
  name: 'text',
  hostname: 'text',
  port: 'number',
  protocol: 'text',
  tls: { mode: 'text', certificateRefs: [secretReference], options: texts },
  allowedRoutes: { namespaces: fromNamespaces, kinds: [{ group: 'text', kind: 'text' }] },
} as const satisfies Shape;

/** Of a Gateway or a ListenerSet. */
export type WrittenListener = TypeOf<typeof listener>;

export const gatewayApiGateway = {
  gatewayClassName: 'text',
  listeners: [listener],
  addresses: [{ type: 'text', value: 'text' }],
  infrastructure: { labels: texts, annotations: texts },
  allowedListeners: { namespaces: fromNamespaces },
} as const satisfies Shape;

export const gatewayClass = { controllerName: 'text' } as const satisfies Shape;

const parentReference = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  sectionName: 'text',
  port: 'number',
} as const satisfies Shape;

/** What a route or a ListenerSet is attached to. */
export type ParentReference = TypeOf<typeof parentReference>;

export const listenerSet = {
  parentRef: parentReference,
  listeners: [listener],
} as const satisfies Shape;

const backendReference = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  port: 'number',
  weight: 'number',
} as const satisfies Shape;

/** Where a route sends requests. */
export type BackendReference = TypeOf<typeof backendReference>;

const valueMatch = { name: 'text', type: 'text', value: 'text' } as const satisfies Shape;

/** What a header or a query parameter has to be. */
export type ValueMatch = TypeOf<typeof valueMatch>;

const redirect = {
  scheme: 'text',
  hostname: 'text',
  port: 'number',
  statusCode: 'number',
  path: { type: 'text', replaceFullPath: 'text', replacePrefixMatch: 'text' },
} as const satisfies Shape;

/** A filter `RequestRedirect`. */
export type RequestRedirect = TypeOf<typeof redirect>;

const headerValues = [{ name: 'text', value: 'text' }] as const satisfies Shape;

const headerFilter = {
  set: headerValues,
  add: headerValues,
  remove: ['text'],
} as const satisfies Shape;

/** A filter that changes headers. */
export type HeaderFilter = TypeOf<typeof headerFilter>;

const mirror = {
  backendRef: backendReference,
  percent: 'number',
  fraction: { numerator: 'number', denominator: 'number' },
} as const satisfies Shape;

/** A filter `RequestMirror`. */
export type RequestMirror = TypeOf<typeof mirror>;

const filter = {
  type: 'text',
  requestHeaderModifier: headerFilter,
  responseHeaderModifier: headerFilter,
  requestRedirect: redirect,
  requestMirror: mirror,
} as const satisfies Shape;

/** What happens to the requests of a rule, or of one of its backends, besides. */
export type RouteFilter = TypeOf<typeof filter>;

const routedReference = { ...backendReference, filters: [filter] } as const satisfies Shape;

/** A backend of an HTTPRoute or a GRPCRoute. */
export type RoutedReference = TypeOf<typeof routedReference>;

const httpMatch = {
  path: { type: 'text', value: 'text' },
  method: 'text',
  headers: [valueMatch],
  queryParams: [valueMatch],
} as const satisfies Shape;

/** A match of an HTTPRoute. */
export type HttpRouteMatch = TypeOf<typeof httpMatch>;

const httpRule = {
  name: 'text',
  matches: [httpMatch],
  filters: [filter],
  backendRefs: [routedReference],
  timeouts: { request: 'text', backendRequest: 'text' },
  retry: { attempts: 'number', codes: ['number'], backoff: 'text' },
} as const satisfies Shape;

/** A rule of an HTTPRoute. */
export type HttpRouteRule = TypeOf<typeof httpRule>;

export const httpRoute = {
  parentRefs: [parentReference],
  hostnames: ['text'],
  rules: [httpRule],
} as const satisfies Shape;

const grpcMatch = {
  method: { type: 'text', service: 'text', method: 'text' },
  headers: [valueMatch],
} as const satisfies Shape;

/** A match of a GRPCRoute. */
export type GrpcRouteMatch = TypeOf<typeof grpcMatch>;

const grpcRule = {
  name: 'text',
  matches: [grpcMatch],
  filters: [filter],
  backendRefs: [routedReference],
} as const satisfies Shape;

/** A rule of a GRPCRoute. */
export type GrpcRouteRule = TypeOf<typeof grpcRule>;

export const grpcRoute = {
  parentRefs: [parentReference],
  hostnames: ['text'],
  rules: [grpcRule],
} as const satisfies Shape;

const plainRule = { name: 'text', backendRefs: [backendReference] } as const satisfies Shape;

/** A rule of a TLSRoute or a TCPRoute. */
export type PlainRouteRule = TypeOf<typeof plainRule>;

export const tlsRoute = {
  parentRefs: [parentReference],
  hostnames: ['text'],
  rules: [plainRule],
} as const satisfies Shape;

export const tcpRoute = {
  parentRefs: [parentReference],
  rules: [plainRule],
} as const satisfies Shape;

export const referenceGrant = {
  from: [{ group: 'text', kind: 'text', namespace: 'text' }],
  to: [{ group: 'text', kind: 'text', name: 'text' }],
} as const satisfies Shape;

export const backendTlsPolicy = {
  targetRefs: [{ group: 'text', kind: 'text', name: 'text', sectionName: 'text' }],
} as const satisfies Shape;
