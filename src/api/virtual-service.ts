import { texts, type Shape, type TypeOf } from './shape.js';

/* Source: istio.io/api 1.31, networking/v1alpha3 virtual_service.proto. */

const stringMatch = { exact: 'text', prefix: 'text', regex: 'text' } as const satisfies Shape;

/** At most one of them is set; none of them matches every value that is there. */
export type StringMatch = TypeOf<typeof stringMatch>;

const stringMatches = { '*': stringMatch } as const satisfies Shape;

/**
 * The model reads the matches of HTTP, TLS and TCP routes by the same code, so each of them has the fields of all:
 * what a manifest puts into the wrong one has its type too.
 */
const match = {
  name: 'text',
  statPrefix: 'text',
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: stringMatches,
  withoutHeaders: stringMatches,
  queryParams: stringMatches,
  ignoreUriCase: 'boolean',
  sniHosts: ['text'],
  destinationSubnets: ['text'],
  sourceSubnet: 'text',
  port: 'number',
  gateways: ['text'],
  sourceLabels: texts,
  sourceNamespace: 'text',
} as const satisfies Shape;

export type RouteMatch = TypeOf<typeof match>;

const destination = {
  host: 'text',
  subset: 'text',
  port: { number: 'number' },
} as const satisfies Shape;

export type Destination = TypeOf<typeof destination>;

const routeDestination = { destination, weight: 'number' } as const satisfies Shape;

export type RouteDestination = TypeOf<typeof routeDestination>;

const percentage = { value: 'number' } as const satisfies Shape;

/** 0 to 100. */
export type Percentage = TypeOf<typeof percentage>;

const plainRoute = { match: [match], route: [routeDestination] } as const satisfies Shape;

/** A TLS or TCP route. */
export type PlainRoute = TypeOf<typeof plainRoute>;

const httpRoute = {
  ...plainRoute,
  name: 'text',
  redirect: { uri: 'text', authority: 'text', scheme: 'text', redirectCode: 'number' },
  directResponse: { status: 'number' },
  delegate: { name: 'text', namespace: 'text' },
  timeout: 'text',
  corsPolicy: 'anything',
  retries: {
    attempts: 'number',
    perTryTimeout: 'text',
    retryOn: 'text',
    retryRemoteLocalities: 'boolean',
  },
  fault: {
    abort: { httpStatus: 'number', grpcStatus: 'text', percentage },
    delay: { fixedDelay: 'text', percentage },
  },
  mirror: destination,
  mirrorPercentage: percentage,
  mirrors: [{ destination, percentage }],
} as const satisfies Shape;

export type HttpRoute = TypeOf<typeof httpRoute>;

export const virtualService = {
  hosts: ['text'],
  gateways: ['text'],
  http: [httpRoute],
  tls: [plainRoute],
  tcp: [plainRoute],
  exportTo: ['text'],
} as const satisfies Shape;

export type VirtualServiceSpec = TypeOf<typeof virtualService>;
