// @ts-check
/**
 * Trees of manifests to measure with: the same bytes for the same numbers, on every machine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const regions = ['europe-west1', 'us-central1', 'asia-east1'];
/** Services of one Gateway, and of one namespace. */
const perGateway = 50;

/**
 * A tree of Istio alone: a file for each service (Service, DestinationRule, VirtualService), and a Gateway for
 * every fifty of them.
 *
 * @param {string} folder made if it is not there
 * @param {number} services
 */
export function istioTree(folder, services) {
  for (const [file, text] of istioFiles(services)) write(folder, file, text);
}

/**
 * The files of that tree, without a folder.
 *
 * @param {number} services
 * @returns {[file: string, text: string][]}
 */
export function istioFiles(services) {
  const gateways = Array.from({ length: Math.ceil(services / perGateway) }, (_, number) => number);
  const numbers = Array.from({ length: services }, (_, number) => number);
  return [
    ...gateways.map((number) => entry(`gateways/gateway-${number}.yaml`, [gateway(number)])),
    ...numbers.map((number) => istioFile(number)),
  ];
}

/**
 * The file of one service.
 *
 * @param {number} number
 * @param {number} [baseEjectionSeconds]
 * @returns {[file: string, text: string]}
 */
export function istioFile(number, baseEjectionSeconds) {
  const team = Math.floor(number / perGateway);
  const rule = destinationRule(number, baseEjectionSeconds);
  return entry(`team-${team}/service-${number}.yaml`, [
    service(number),
    rule,
    virtualService(number),
  ]);
}

/**
 * @param {string} file
 * @param {string[]} documents
 * @returns {[file: string, text: string]}
 */
function entry(file, documents) {
  return [file, documents.join('---\n')];
}

/**
 * One file with the Service, the DestinationRule and the VirtualService of the guide's kind.
 *
 * @param {string} folder made if it is not there
 */
export function oneService(folder) {
  write(folder, 'service.yaml', [service(0), destinationRule(0), virtualService(0)].join('---\n'));
  write(folder, 'gateway.yaml', gateway(0));
}

/**
 * A repository of all a cluster runs: `services` as in `istioTree`, and eighteen files of other kinds for each, so that about one
 * document in ten is Istio's.
 *
 * @param {string} folder made if it is not there
 * @param {number} services
 */
export function mixedTree(folder, services) {
  istioTree(join(folder, 'mesh'), services);
  const others = [deployment, configMap, ingress, serviceAccount, role, autoscaler];
  for (let number = 0; number < services * 18; number++) {
    const team = Math.floor(number / 900);
    const other = others[number % others.length];
    if (other) write(folder, `apps/team-${team}/${other.name}-${number}.yaml`, other(number));
  }
}

/**
 * Endpoints of every service in six localities, and six clients: what `simulate` is measured with.
 *
 * @param {string} folder made if it is not there
 * @param {number} services
 */
export function simulatedTree(folder, services) {
  istioTree(join(folder, 'mesh'), services);
  const localities = regions.flatMap((region) => [`${region}/a`, `${region}/b`]);
  const clusters = localities.map(
    (locality, index) => `  - {name: c${index}, locality: ${locality}}`,
  );
  const clients = localities.map(
    (locality, index) =>
      `  - {name: edge-${index}, locality: ${locality}, cluster: c${index}, namespace: istio-system, labels: {istio: ingressgateway}}`,
  );
  write(
    folder,
    'mesh-failover.yaml',
    `version: 1\npaths: [mesh]\nclusters:\n${clusters.join('\n')}\nclients:\n${clients.join('\n')}\n`,
  );
}

/**
 * Changes one file in a hundred, each time otherwise.
 *
 * @param {string} folder
 * @param {number} services
 * @param {number} round
 */
export function changeOnePercent(folder, services, round) {
  for (let number = 0; number < services; number += 100) {
    const [file, text] = istioFile(number, 30 + (round % 60));
    write(folder, file, text);
  }
}

/** @type {Set<string>} */
const made = new Set();

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} text
 */
function write(folder, name, text) {
  const file = join(folder, name);
  const parent = dirname(file);
  if (!made.has(parent)) mkdirSync(parent, { recursive: true });
  made.add(parent);
  writeFileSync(file, text);
}

/** @param {number} number */
const namespaceOf = (number) => `team-${Math.floor(number / perGateway)}`;

/**
 * One service in twenty has a finding.
 *
 * @param {number} number
 */
const isCareless = (number) => number % 20 === 7;

/** @param {number} number */
const failover = (number) =>
  regions
    .map((region, index) => {
      const to = regions[(index + 1 + (number % 2)) % regions.length];
      return `          - from: ${region}\n            to: ${to}\n`;
    })
    .join('');

/** @param {number} number */
const gateway = (number) => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: gateway-${number}
  namespace: istio-system
spec:
  selector:
    istio: ingressgateway
  servers:
    - port:
        number: 80
        name: http-${number}
        protocol: HTTP
      hosts:
        - "*.team-${number}.example.com"
`;

/** @param {number} number */
const service = (number) => `apiVersion: v1
kind: Service
metadata:
  name: service-${number}
  namespace: ${namespaceOf(number)}
  labels:
    app.kubernetes.io/name: service-${number}
    app.kubernetes.io/part-of: ${namespaceOf(number)}
spec:
  selector:
    app.kubernetes.io/name: service-${number}
  ports:
    - name: http
      port: 8080
      targetPort: http
`;

/**
 * @param {number} number
 * @param {number} baseEjectionSeconds
 */
const destinationRule = (number, baseEjectionSeconds = 30) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: service-${number}
  namespace: ${namespaceOf(number)}
spec:
  host: service-${number}.${namespaceOf(number)}.svc.cluster.local
  trafficPolicy:
    connectionPool:
      http:
        http2MaxRequests: 1000
        maxRequestsPerConnection: 0
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
      baseEjectionTime: ${baseEjectionSeconds}s
      maxEjectionPercent: 100
    loadBalancer:
      localityLbSetting:
        enabled: true
        failover:
${failover(number)}`;

/** @param {number} number */
const virtualService = (number) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: service-${number}
  namespace: ${namespaceOf(number)}
spec:
  hosts:
    - service-${number}.${namespaceOf(number)}.example.com
  gateways:
    - istio-system/gateway-${Math.floor(number / perGateway)}
  http:
    - name: default
      match:
        - uri:
            prefix: /
      timeout: 15s
      retries:
        attempts: 2
        perTryTimeout: 4s
        retryOn: connect-failure,refused-stream,unavailable,cancelled,503
        retryRemoteLocalities: ${isCareless(number) ? 'false' : 'true'}
      route:
        - destination:
            host: service-${number}.${namespaceOf(number)}.svc.cluster.local
            port:
              number: 8080
`;

/** @param {number} number */
function deployment(number) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${number}
  namespace: team-${Math.floor(number / 900)}
  labels:
    app.kubernetes.io/name: app-${number}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: app-${number}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app-${number}
      annotations:
        prometheus.io/scrape: "true"
    spec:
      serviceAccountName: app-${number}
      containers:
        - name: app
          image: registry.example.com/app-${number}:1.${number % 100}.0
          args: ["--port=8080", "--log-level=info"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: NUMBER
              value: "${number}"
            - name: NODE
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 5
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: app-${number}
`;
}

/** @param {number} number */
function configMap(number) {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-${number}
  namespace: team-${Math.floor(number / 900)}
data:
  application.properties: |
    server.port=8080
    feature.number=${number}
    feature.enabled=true
    # a comment of the file itself
  greeting: "Hello, \\"world\\""
`;
}

/** @param {number} number */
function ingress(number) {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-${number}
  namespace: team-${Math.floor(number / 900)}
spec:
  rules:
    - host: app-${number}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: app-${number}
                port:
                  name: http
`;
}

/** @param {number} number */
function serviceAccount(number) {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: app-${number}
  namespace: team-${Math.floor(number / 900)}
automountServiceAccountToken: false
`;
}

/** @param {number} number */
function role(number) {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: app-${number}
  namespace: team-${Math.floor(number / 900)}
rules:
  - apiGroups: [""]
    resources: ["configmaps", "secrets"]
    verbs: ["get", "list", "watch"]
`;
}

/** @param {number} number */
function autoscaler(number) {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: app-${number}
  namespace: team-${Math.floor(number / 900)}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: app-${number}
  minReplicas: 3
  maxReplicas: 30
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
`;
}
