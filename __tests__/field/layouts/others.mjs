// @ts-check
import { withoutEjectionPercent } from '../layout.mjs';
import {
  all,
  application,
  deployment,
  gateway,
  kustomization,
  route,
  rule,
  service,
} from '../objects.mjs';

const shop = { namespace: 'shop' };

/** @param {string} name */
const fleet = (name) => `defaultNamespace: shop
helm:
  releaseName: ${name}
targetCustomizations:
  - name: east
    clusterSelector:
      matchLabels:
        region: us-east1
`;

/** @type {import('../layout.mjs').Layout[]} */
export const others = [
  {
    name: 'tanka-output',
    summary: 'Jsonnet environments of Tanka, with what they evaluate to committed beside them.',
    files: {
      'environments/prod/main.jsonnet': "(import 'shop.libsonnet') { region:: 'us-east1' }\n",
      'environments/prod/spec.json': JSON.stringify({
        apiVersion: 'tanka.dev/v1alpha1',
        kind: 'Environment',
        metadata: { name: 'environments/prod' },
        spec: { apiServer: 'https://api.example.com', namespace: 'shop' },
      }),
      'environments/staging/main.jsonnet': "(import 'shop.libsonnet') { region:: 'us-east1' }\n",
      'environments/staging/spec.json': JSON.stringify({
        apiVersion: 'tanka.dev/v1alpha1',
        kind: 'Environment',
        metadata: { name: 'environments/staging' },
        spec: { apiServer: 'https://api.example.com', namespace: 'shop' },
      }),
      'jsonnetfile.json': '{"version": 1, "dependencies": []}\n',
      'manifests/prod/apps-v1.Deployment-web.yaml': deployment('web', shop),
      'manifests/prod/v1.Service-web.yaml': service('web', shop),
      'manifests/prod/networking.istio.io-v1.DestinationRule-web.yaml': rule('web', shop),
      'manifests/prod/networking.istio.io-v1.Gateway-public.yaml': gateway('public', shop),
      'manifests/prod/networking.istio.io-v1.VirtualService-web.yaml': route('web', shop),
      'manifests/staging/apps-v1.Deployment-web.yaml': deployment('web', shop),
      'manifests/staging/v1.Service-web.yaml': service('web', shop),
      'manifests/staging/networking.istio.io-v1.DestinationRule-web.yaml': rule('web', shop),
      'manifests/staging/networking.istio.io-v1.Gateway-public.yaml': gateway('public', shop),
      'manifests/staging/networking.istio.io-v1.VirtualService-web.yaml': route('web', shop),
    },
    environments: ['prod', 'staging'],
    units: ['folder:manifests/prod', 'folder:manifests/staging'],
    mistake: withoutEjectionPercent(
      'manifests/prod/networking.istio.io-v1.DestinationRule-web.yaml',
    ),
  },
  {
    name: 'carvel-ytt',
    summary: 'Templates of ytt with their values and a kapp configuration, beside rendered rules.',
    files: {
      'config/schema.yaml': '#@data/values-schema\n---\nregion: ""\nreplicas: 1\n',
      'config/values.yaml': '#@data/values\n---\nregion: us-east1\nreplicas: 2\n',
      'config/web.yaml':
        '#@ load("@ytt:data", "data")\n---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n' +
        '  name: web\nspec:\n  host: web\n  trafficPolicy:\n    loadBalancer:\n      localityLbSetting:\n        failover:\n' +
        '          - from: #@ data.values.region\n            to: us-west1\n',
      'config/overlay.yaml':
        '#@ load("@ytt:overlay", "overlay")\n#@overlay/match by=overlay.subset({"kind": "Deployment"})\n---\nspec:\n  #@overlay/match missing_ok=True\n  replicas: 3\n',
      'kapp-config.yaml':
        'apiVersion: kapp.k14s.io/v1alpha1\nkind: Config\nrebaseRules:\n  - path: [spec, replicas]\n    type: copy\n    sources: [new, existing]\n    resourceMatchers:\n      - allMatcher: {}\n',
      'vendir.yml':
        'apiVersion: vendir.k14s.io/v1alpha1\nkind: Config\ndirectories:\n  - path: vendor\n    contents: []\n',
      'mesh/pay.yaml': all(service('pay', shop), rule('pay', shop)),
    },
    environments: [],
    units: ['folder:.'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('mesh/pay.yaml'),
  },
  {
    name: 'fleet-bundles',
    summary: 'Bundles of Rancher Fleet, each a folder with a fleet.yaml and an overlay.',
    files: {
      'shop/fleet.yaml': fleet('shop'),
      'shop/web.yaml': application('web', shop),
      'shop/overlays/east/deployment_patch.yaml': 'spec:\n  replicas: 5\n',
      'pay/fleet.yaml': fleet('pay'),
      'pay/pay.yaml': all(deployment('pay', shop), service('pay', shop), rule('pay', shop)),
      'gitrepo.yaml':
        'apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nmetadata:\n  name: shop\n  namespace: fleet-default\nspec:\n' +
        '  repo: https://git.example.com/shop\n  paths: [shop, pay]\n  targets:\n    - clusterSelector: {}\n',
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('pay/pay.yaml'),
  },
  {
    name: 'skaffold-kustomize',
    summary: 'A skaffold.yaml with a profile for each overlay of a kustomization.',
    files: {
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nmetadata:\n  name: shop\nbuild:\n  artifacts:\n    - image: web\n' +
        'manifests:\n  kustomize:\n    paths: [k8s/overlays/dev]\nprofiles:\n  - name: prod\n    manifests:\n      kustomize:\n        paths: [k8s/overlays/prod]\n',
      'cloudbuild.yaml':
        'steps:\n  - name: gcr.io/k8s-skaffold/skaffold\n    args: [run, "-p", prod]\n',
      'k8s/base/kustomization.yaml': kustomization({ resources: ['web.yaml'] }),
      'k8s/base/web.yaml': application('web'),
      'k8s/overlays/dev/kustomization.yaml': kustomization({
        namespace: 'shop-dev',
        resources: ['../../base'],
      }),
      'k8s/overlays/prod/kustomization.yaml': kustomization({
        namespace: 'shop',
        resources: ['../../base'],
        images: ['{name: registry.example.com/web, newTag: 1.5.0}'],
      }),
    },
    environments: ['dev', 'prod'],
    units: ['kustomize:k8s/overlays/dev', 'kustomize:k8s/overlays/prod'],
    mistake: withoutEjectionPercent('k8s/base/web.yaml'),
  },
  {
    name: 'backstage-templates',
    summary:
      'Templates of Backstage for new services, beside the manifests of a service that was made of one.',
    files: {
      'catalog-info.yaml':
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: web\nspec:\n  type: service\n  lifecycle: production\n  owner: team-shop\n',
      'templates/service/template.yaml':
        'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata:\n  name: service\nspec:\n  type: service\n  parameters:\n' +
        '    - title: Service\n      properties:\n        name:\n          type: string\n  steps:\n    - id: fetch\n      action: fetch:template\n      input:\n        url: ./skeleton\n        values:\n          name: ${{ parameters.name }}\n',
      'templates/service/skeleton/deploy/service.yaml': service('${{ values.name }}'),
      'templates/service/skeleton/deploy/mesh.yaml': rule('${{ values.name }}', {
        namespace: '${{ values.namespace }}',
      }),
      'deploy/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('deploy/web.yaml'),
  },
];
