// @ts-check
import { withoutEjectionPercent, withoutOutlierDetection } from '../layout.mjs';
import { all, deployment, gateway, kustomization, route, rule, service } from '../objects.mjs';

const base = {
  'deployment.yaml': deployment('web'),
  'service.yaml': service('web'),
  'destination-rule.yaml': rule('web'),
  'gateway.yaml': gateway('public'),
  'virtual-service.yaml': route('web'),
};

/** A folder with the objects of an application and a kustomization. @param {string} folder */
function baseIn(folder) {
  const files = Object.entries(base).map(([name, text]) => [`${folder}/${name}`, text]);
  return {
    ...Object.fromEntries(files),
    [`${folder}/kustomization.yaml`]: kustomization({ resources: Object.keys(base) }),
  };
}

const replicas = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 6
`;

/** @type {import('../layout.mjs').Layout[]} */
export const kustomize = [
  {
    name: 'kustomize-overlays',
    summary:
      'A base, and an overlay per environment with a namespace and a patch of the Deployment.',
    files: {
      ...baseIn('base'),
      'overlays/dev/kustomization.yaml': kustomization({
        namespace: 'shop-dev',
        resources: ['../../base'],
      }),
      'overlays/prod/kustomization.yaml': kustomization({
        namespace: 'shop',
        resources: ['../../base'],
        patches: ['path: replicas.yaml'],
      }),
      'overlays/prod/replicas.yaml': replicas,
    },
    environments: ['dev', 'prod'],
    units: ['kustomize:overlays/dev', 'kustomize:overlays/prod'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('base/destination-rule.yaml'),
  },
  {
    name: 'kustomize-patched-rule',
    summary:
      'Overlays per region that patch the DestinationRule of the base, in a file and inline.',
    files: {
      ...baseIn('base'),
      'overlays/us-east1/kustomization.yaml': `${kustomization({
        namespace: 'shop',
        resources: ['../../base', 'pay.yaml'],
        patches: ['path: interval.yaml'],
      })}`,
      'overlays/us-east1/pay.yaml': all(service('pay'), rule('pay')),
      'overlays/us-east1/interval.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: web
spec:
  trafficPolicy:
    outlierDetection:
      interval: 5s
`,
      'overlays/us-west1/kustomization.yaml': `${kustomization({
        namespace: 'shop',
        resources: ['../../base'],
      })}patches:
  - target:
      kind: DestinationRule
      name: web
    patch: |-
      - op: replace
        path: /spec/trafficPolicy/outlierDetection/interval
        value: 5s
`,
    },
    environments: [],
    units: ['kustomize:overlays/us-east1', 'kustomize:overlays/us-west1'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('overlays/us-east1/pay.yaml'),
  },
  {
    name: 'kustomize-apps-overlays',
    summary: 'apps/NAME/base and apps/NAME/overlays/ENVIRONMENT for each application.',
    files: {
      ...baseIn('apps/web/base'),
      'apps/web/overlays/dev/kustomization.yaml': kustomization({
        namespace: 'web-dev',
        resources: ['../../base'],
      }),
      'apps/web/overlays/prod/kustomization.yaml': kustomization({
        namespace: 'web',
        resources: ['../../base'],
      }),
      'apps/pay/base/kustomization.yaml': kustomization({ resources: ['pay.yaml'] }),
      'apps/pay/base/pay.yaml': all(deployment('pay'), service('pay'), rule('pay')),
      'apps/pay/overlays/dev/kustomization.yaml': kustomization({
        namespace: 'pay-dev',
        resources: ['../../base'],
      }),
      'apps/pay/overlays/prod/kustomization.yaml': kustomization({
        namespace: 'pay',
        resources: ['../../base'],
      }),
    },
    environments: ['dev', 'prod'],
    units: [
      'kustomize:apps/pay/overlays/dev',
      'kustomize:apps/pay/overlays/prod',
      'kustomize:apps/web/overlays/dev',
      'kustomize:apps/web/overlays/prod',
    ],
    mistake: withoutOutlierDetection('apps/pay/base/pay.yaml'),
  },
  {
    name: 'kustomize-components',
    summary: 'Overlays with a component, a name prefix, a generator and replaced images.',
    files: {
      ...baseIn('base'),
      'components/canary/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - path: patch.yaml
`,
      'components/canary/patch.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web
spec:
  http:
    - route:
        - destination:
            host: web
          weight: 100
`,
      'overlays/prod/kustomization.yaml': `${kustomization({
        namespace: 'shop',
        namePrefix: 'prod-',
        resources: ['../../base'],
        components: ['../../components/canary'],
      })}configurations:
  - names.yaml
configMapGenerator:
  - name: settings
    files:
      - settings.yaml
images:
  - name: registry.example.com/web
    newTag: 2.0.0
`,
      'overlays/prod/names.yaml': `nameReference:
  - kind: Service
    version: v1
    fieldSpecs:
      - { path: spec/http/route/destination/host, kind: VirtualService }
      - { path: spec/host, kind: DestinationRule }
  - kind: Gateway
    group: networking.istio.io
    fieldSpecs:
      - { path: spec/gateways, kind: VirtualService }
`,
      'overlays/prod/settings.yaml': 'listen: ":8080"\nupstream: {{ not: a manifest\n',
      'mesh/kustomization.yaml': kustomization({ namespace: 'shop', resources: ['pay.yaml'] }),
      'mesh/pay.yaml': all(service('pay'), rule('pay')),
    },
    environments: [],
    units: ['kustomize:mesh', 'kustomize:overlays/prod'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('mesh/pay.yaml'),
  },
  {
    name: 'kustomize-nested',
    summary:
      'A kustomization per cluster that includes those of the applications, each with a namespace.',
    files: {
      ...baseIn('apps/web'),
      'apps/web/kustomization.yaml': kustomization({
        namespace: 'web',
        resources: Object.keys(base),
      }),
      'apps/pay/kustomization.yaml': kustomization({ namespace: 'pay', resources: ['pay.yaml'] }),
      'apps/pay/pay.yaml': all(service('pay'), rule('pay')),
      'apps/kustomization.yaml': kustomization({ resources: ['web', 'pay'] }),
      'clusters/east/kustomization.yaml': kustomization({ resources: ['../../apps'] }),
      'clusters/west/kustomization.yaml': kustomization({ resources: ['../../apps'] }),
    },
    environments: [],
    units: ['kustomize:clusters/east', 'kustomize:clusters/west'],
    mistake: withoutEjectionPercent('apps/pay/pay.yaml'),
  },
];
