// @ts-check
/** Texts of objects as people write them, for the layouts of the field test. */

/** @typedef {{ namespace?: string | undefined }} In */

/** @param {string} name @param {In} [options] */
function metadata(name, { namespace } = {}) {
  return `metadata:\n  name: ${name}\n${namespace === undefined ? '' : `  namespace: ${namespace}\n`}`;
}

/** @param {string[]} texts */
export function all(...texts) {
  return texts.join('---\n');
}

/** @param {string} name @param {In} [options] */
export function service(name, options) {
  return `apiVersion: v1
kind: Service
${metadata(name, options)}spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;
}

/** @param {string} name @param {In} [options] */
export function deployment(name, options) {
  return `apiVersion: apps/v1
kind: Deployment
${metadata(name, options)}spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${name}:1.4.2
          ports:
            - containerPort: 8080
`;
}

/** A block of a rule's `trafficPolicy`. */
export const outlierDetection = `    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
      baseEjectionTime: 1m
      maxEjectionPercent: 100
`;

/**
 * @param {string} name
 * @param {In & { host?: string, from?: string, to?: string, back?: boolean }} [options]
 */
export function rule(name, options = {}) {
  const { host = name, from = 'us-east1', to = 'us-west1', back = true } = options;
  const reverse = back ? `          - from: ${to}\n            to: ${from}\n` : '';
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata(name, options)}spec:
  host: ${host}
  trafficPolicy:
    loadBalancer:
      simple: ROUND_ROBIN
      localityLbSetting:
        enabled: true
        failover:
          - from: ${from}
            to: ${to}
${reverse}${outlierDetection}`;
}

/** @param {string} name @param {In & { host?: string }} [options] */
export function gateway(name, options = {}) {
  const { host = 'shop.example.com' } = options;
  return `apiVersion: networking.istio.io/v1
kind: Gateway
${metadata(name, options)}spec:
  selector:
    istio: ingressgateway
  servers:
    - port:
        number: 80
        name: http
        protocol: HTTP
      hosts:
        - ${host}
`;
}

/** @param {string} name @param {In & { host?: string, gateway?: string, destination?: string }} [options] */
export function route(name, options = {}) {
  const { host = 'shop.example.com', gateway: bound = 'public', destination = name } = options;
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata(name, options)}spec:
  hosts:
    - ${host}
  gateways:
    - ${bound}
  http:
    - route:
        - destination:
            host: ${destination}
            port:
              number: 80
`;
}

/** A Deployment, Service, rule, Gateway and route in one text. @param {string} name @param {In} [options] */
export function application(name, options = {}) {
  return all(
    deployment(name, options),
    service(name, options),
    rule(name, options),
    gateway('public', options),
    route(name, options),
  );
}

/** @param {Record<string, string | string[]>} fields */
export function kustomization(fields) {
  const lines = Object.entries(fields).map(([key, value]) =>
    Array.isArray(value)
      ? `${key}:\n${value.map((item) => `  - ${item}\n`).join('')}`
      : `${key}: ${value}\n`,
  );
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${lines.join('')}`;
}
