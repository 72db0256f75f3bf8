// @ts-check
import { withoutEjectionPercent, withoutOutlierDetection } from '../layout.mjs';
import { all, application, deployment, gateway, route, rule, service } from '../objects.mjs';

const shop = { namespace: 'shop' };
const system = { namespace: 'istio-system' };

/** What is installed beside a mesh. @param {string} name @param {number} port */
const addon = (name, port) =>
  all(
    deployment(name, system),
    service(name, system).replace('port: 80\n', `port: ${port}\n`),
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: istio-system\n`,
  );

/** @param {string} cluster @param {string} network */
const operator = (cluster, network) => `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata:
  name: control-plane
  namespace: istio-system
spec:
  meshConfig:
    accessLogFile: /dev/stdout
  values:
    global:
      meshID: mesh1
      multiCluster:
        clusterName: ${cluster}
      network: ${network}
`;

const crossNetworkGateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: cross-network-gateway
  namespace: istio-system
spec:
  selector:
    istio: eastwestgateway
  servers:
    - port:
        number: 15443
        name: tls
        protocol: TLS
      tls:
        mode: AUTO_PASSTHROUGH
      hosts:
        - "*.local"
`;

/** Istio's way to reach istiod from another cluster. */
const exposedIstiod = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: istiod-gateway
spec:
  selector:
    istio: eastwestgateway
  servers:
    - port:
        name: tls-istiod
        number: 15012
        protocol: tls
      tls:
        mode: PASSTHROUGH
      hosts:
        - "*"
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: istiod-vs
spec:
  hosts:
    - "*"
  gateways:
    - istiod-gateway
  tls:
    - match:
        - port: 15012
          sniHosts:
            - "*"
      route:
        - destination:
            host: istiod.istio-system.svc.cluster.local
            port:
              number: 15012
`;

/** @type {import('../layout.mjs').Layout[]} */
export const mesh = [
  {
    name: 'istioctl-install',
    summary: 'An IstioOperator for istioctl install beside the manifests of an application.',
    files: {
      'istio/operator.yaml': operator('east', 'network1'),
      'istio/install.sh': 'istioctl install -f operator.yaml\n',
      'app/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('app/web.yaml'),
  },
  {
    name: 'istio-samples',
    summary: "Istio's samples: platform, networking and addons of one application.",
    files: {
      'samples/shop/platform/kube/shop.yaml': all(
        deployment('web'),
        service('web'),
        service('pay'),
      ),
      'samples/shop/networking/shop-gateway.yaml': all(
        gateway('shop-gateway'),
        route('web', { gateway: 'shop-gateway' }),
      ),
      'samples/shop/networking/virtual-service-pay.yaml': route('pay', {
        gateway: 'mesh',
        host: 'pay',
      }),
      'samples/shop/networking/destination-rule-all.yaml': all(rule('web'), rule('pay')),
      'samples/addons/kiali.yaml': addon('kiali', 20001),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('samples/shop/networking/destination-rule-all.yaml'),
  },
  {
    name: 'infrastructure-folder',
    summary: 'A folder with istiod, kiali, prometheus and argocd beside the applications.',
    files: {
      'infrastructure/istiod.yaml': addon('istiod', 15012),
      'infrastructure/kiali.yaml': addon('kiali', 20001),
      'infrastructure/prometheus.yaml': addon('prometheus', 9090),
      'infrastructure/argocd.yaml': all(
        service('argocd-server', { namespace: 'argocd' }),
        service('argocd-metrics', { namespace: 'argocd' }),
      ),
      'apps/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('apps/web.yaml'),
  },
  {
    name: 'multi-primary',
    summary: 'Two primaries on different networks with east-west gateways, a folder per cluster.',
    files: {
      'cluster-east/operator.yaml': operator('east', 'network1'),
      'cluster-east/east-west.yaml': crossNetworkGateway,
      'cluster-east/web.yaml': application('web', shop),
      'cluster-west/operator.yaml': operator('west', 'network2'),
      'cluster-west/east-west.yaml': crossNetworkGateway,
      'cluster-west/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:cluster-east', 'folder:cluster-west'],
    mistake: { ...withoutEjectionPercent('cluster-west/web.yaml'), effects: ['cluster-drift'] },
  },
  {
    name: 'expose-istiod',
    summary: 'A primary that exposes istiod to remote clusters through the east-west gateway.',
    files: {
      'primary/expose-istiod.yaml': exposedIstiod,
      'primary/expose-services.yaml': crossNetworkGateway,
      'apps/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutOutlierDetection('apps/web.yaml'),
  },
  {
    name: 'zones-of-one-region',
    summary: 'Failover between the zones of one region.',
    files: {
      'web.yaml': all(
        deployment('web', shop),
        service('web', shop),
        rule('web', shop).replace(
          / {8}failover:\n(?: {10}.*\n)+/,
          `        distribute:
          - from: eu-west-1/eu-west-1a/*
            to:
              eu-west-1/eu-west-1a/*: 90
              eu-west-1/eu-west-1b/*: 10
          - from: eu-west-1/eu-west-1b/*
            to:
              eu-west-1/eu-west-1b/*: 90
              eu-west-1/eu-west-1a/*: 10
`,
        ),
      ),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('web.yaml'),
  },
  {
    name: 'crd-dump',
    summary: "Dumps of Istio's and other custom resource definitions beside the manifests.",
    files: {
      'crds/istio.yaml': all(
        ...['DestinationRule', 'VirtualService', 'Gateway'].map(
          (kind) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${kind.toLowerCase()}s.networking.istio.io
spec:
  group: networking.istio.io
  names:
    kind: ${kind}
    plural: ${kind.toLowerCase()}s
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          description: 'Configuration affecting load balancing, outlier
          detection, etc. See more details at: https://istio.io/docs/'
          type: object
          x-kubernetes-preserve-unknown-fields: true
`,
        ),
      ),
      'web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('web.yaml'),
  },
  {
    name: 'broken-docs',
    summary:
      'A docs folder with examples that are no valid YAML, and files that are not YAML at all.',
    files: {
      'docs/snippets/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n   labels: wrong\n',
      'docs/snippets/partial.yaml': '...\nspec:\n  containers: [\n  ...\n',
      'docs/_config.yml': 'title: Shop\ntheme: minima\n',
      'tsconfig.json':
        '{\n  // comments are allowed here\n  "compilerOptions": { "strict": true, },\n}\n',
      'data/lines.json': '{"a": 1}\n{"a": 2}\n',
      'web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    notices: ['readable-manifest'],
    mistake: withoutEjectionPercent('web.yaml'),
  },
];
