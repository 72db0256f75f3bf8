import type { Files } from '../rules/check-files.js';

/** A small tree with one mistake, and what a new user does who follows the message to the letter. */
export interface AdviceCase {
  name: string;
  files: Files;
  /** The one finding, of any severity. */
  rule: string;
  /** What the message has to say of what to change. */
  advice: RegExp;
  /** Replacements that the message asks for: in the file, this by that. An absent text to replace means: a new file. */
  edits: [file: string, from: string | undefined, to: string][];
  /** What the author wants: of this host no request fails in any outage of one region, unless another share is given. */
  host?: string;
  wanted?: Record<string, number>;
}

export const CLUSTERS = `version: 1
clusters:
  - {name: eu, locality: europe-west1}
  - {name: us, locality: us-central1}
`;

export const THREE_CLUSTERS = `${CLUSTERS}  - {name: asia, locality: asia-east1}
`;

export const HALVES = `        distribute:
          - from: europe-west1
            to: {europe-west1: 80, us-central1: 20}
          - from: us-central1
            to: {us-central1: 80, europe-west1: 20}
`;

export const FAILOVER = `        failover:
          - {from: europe-west1, to: us-central1}
          - {from: us-central1, to: europe-west1}
`;

export const EJECTION = `    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
      baseEjectionTime: 30s
      maxEjectionPercent: 100
`;

export const locality = (setting: string) => `    loadBalancer:
      localityLbSetting:
${setting}`;

/** A DestinationRule of namespace shop; `policy` is the inside of its traffic policy. */
export function rule(host: string, policy = EJECTION + locality(HALVES), more = ''): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${host.split('.')[0]!.replace('*', 'all')}
  namespace: shop
spec:
  host: "${host}"
  trafficPolicy:
${policy}${more}`;
}

export const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: public
  namespace: shop
spec:
  selector: {istio: ingressgateway}
  servers:
    - port: {number: 80, name: http, protocol: HTTP}
      hosts: [orders.example.com]
`;

/** A VirtualService for a public host of namespace shop; `http` is its list. */
export function route(http = '    - route: [{destination: {host: orders}}]\n', more = ''): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: orders
  namespace: shop
spec:
  hosts: [orders.example.com]
  gateways: [public]
${more}  http:
${http}`;
}

export const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: orders, namespace: shop}
spec: {selector: {app: orders}, ports: [{name: http, port: 80}]}
`;

/** The whole tree, with some of its files replaced; undefined: without the file. */
export function tree(changes: Record<string, string | undefined> = {}): Files {
  const all: Record<string, string | undefined> = {
    'mesh-failover.yaml': CLUSTERS,
    'gateway.yaml': GATEWAY,
    'route.yaml': route(),
    'service.yaml': SERVICE,
    'policy.yaml': rule('orders'),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The text with one part of it replaced; it has to be there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`${JSON.stringify(from)} is not in the text`);
  return text.replace(from, to);
}
