// @ts-check
import { withoutEjectionPercent } from '../layout.mjs';
import { all, application, deployment, gateway, route, rule, service } from '../objects.mjs';

const shop = { namespace: 'shop' };

/** @type {import('../layout.mjs').Layout[]} */
export const folders = [
  {
    name: 'plain-folder',
    summary: 'One folder of manifests, each with its namespace.',
    files: {
      'k8s/deployment.yaml': deployment('web', shop),
      'k8s/service.yaml': service('web', shop),
      'k8s/destination-rule.yaml': rule('web', shop),
      'k8s/gateway.yaml': gateway('public', shop),
      'k8s/virtual-service.yaml': route('web', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('k8s/destination-rule.yaml'),
  },
  {
    name: 'single-file',
    summary: 'Everything in one all.yaml.',
    files: { 'all.yaml': application('web', shop), 'README.md': '# Shop\n' },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('all.yaml'),
  },
  {
    name: 'cluster-folders',
    summary: 'One folder per cluster, each with its copy of every object.',
    files: {
      'clusters/east/web.yaml': application('web', shop),
      'clusters/west/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:clusters/east', 'folder:clusters/west'],
    mistake: { ...withoutEjectionPercent('clusters/west/web.yaml'), effects: ['cluster-drift'] },
  },
  {
    name: 'cluster-folders-apart',
    summary: 'One folder per cluster, with names that say nothing about a place.',
    files: {
      'clusters/alpha/web.yaml': application('web', shop),
      'clusters/beta/web.yaml': application('web', shop),
    },
    environments: ['alpha', 'beta'],
    units: ['folder:clusters/alpha', 'folder:clusters/beta'],
    mistake: withoutEjectionPercent('clusters/beta/web.yaml'),
  },
  {
    name: 'region-folders',
    summary: 'One folder per region.',
    files: {
      'us-east1/web.yaml': application('web', shop),
      'us-west1/web.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:us-east1', 'folder:us-west1'],
    mistake: { ...withoutEjectionPercent('us-east1/web.yaml'), effects: ['cluster-drift'] },
  },
  {
    name: 'region-folders-own-entry',
    summary: "One folder per region; each cluster's rule holds only the entry for its own region.",
    files: {
      'us-east1/web.yaml': all(service('web', shop), rule('web', { ...shop, back: false })),
      'us-west1/web.yaml': all(
        service('web', shop),
        rule('web', { ...shop, from: 'us-west1', to: 'us-east1', back: false }),
      ),
    },
    environments: [],
    units: ['folder:us-east1', 'folder:us-west1'],
    mistake: { ...withoutEjectionPercent('us-west1/web.yaml'), effects: ['cluster-drift'] },
  },
  {
    name: 'environment-folders',
    summary: 'One folder per environment.',
    files: {
      'deploy/dev/web.yaml': application('web', shop),
      'deploy/staging/web.yaml': application('web', shop),
      'deploy/prod/web.yaml': application('web', shop),
    },
    environments: ['dev', 'prod', 'staging'],
    units: ['folder:deploy/dev', 'folder:deploy/prod', 'folder:deploy/staging'],
    mistake: withoutEjectionPercent('deploy/staging/web.yaml'),
  },
  {
    name: 'environment-files',
    summary: 'One folder with a file per environment and application, and a file for all of them.',
    files: {
      'k8s/gateway.yaml': gateway('public', shop),
      'k8s/web-dev.yaml': all(service('web', shop), rule('web', shop), route('web', shop)),
      'k8s/web-prod.yaml': all(service('web', shop), rule('web', shop), route('web', shop)),
      'k8s/pay-dev.yaml': all(service('pay', shop), rule('pay', shop)),
      'k8s/pay-prod.yaml': all(service('pay', shop), rule('pay', shop)),
    },
    environments: ['dev', 'prod'],
    units: [
      'folder:.',
      'folder:k8s/pay-dev.yaml',
      'folder:k8s/pay-prod.yaml',
      'folder:k8s/web-dev.yaml',
      'folder:k8s/web-prod.yaml',
    ],
    mistake: withoutEjectionPercent('k8s/pay-prod.yaml'),
  },
  {
    name: 'region-files',
    summary: 'One file per cluster, called like its region.',
    files: {
      'clusters/us-east1.yaml': application('web', shop),
      'clusters/us-west1.yaml': application('web', shop),
    },
    environments: [],
    units: ['folder:clusters/us-east1.yaml', 'folder:clusters/us-west1.yaml'],
    mistake: {
      ...withoutEjectionPercent('clusters/us-east1.yaml'),
      effects: ['cluster-drift'],
    },
  },
  {
    name: 'environment-and-region-folders',
    summary: 'Environments, and in each a folder per region.',
    files: {
      'prod/us-east1/web.yaml': application('web', shop),
      'prod/us-west1/web.yaml': application('web', shop),
      'staging/us-east1/web.yaml': application('web', shop),
      'staging/us-west1/web.yaml': application('web', shop),
    },
    environments: ['prod', 'staging'],
    units: [
      'folder:prod/us-east1',
      'folder:prod/us-west1',
      'folder:staging/us-east1',
      'folder:staging/us-west1',
    ],
    mistake: { ...withoutEjectionPercent('staging/us-west1/web.yaml'), effects: ['cluster-drift'] },
  },
  {
    name: 'region-and-environment-folders',
    summary: 'Regions, and in each a folder per environment, beside a folder for all of them.',
    files: {
      'regions/us-east1/dev/web.yaml': application('web', shop),
      'regions/us-west1/dev/web.yaml': application('web', shop),
      'regions/us-east1/prod/web.yaml': application('web', shop),
      'regions/us-west1/prod/web.yaml': application('web', shop),
    },
    environments: ['dev', 'prod'],
    units: [
      'folder:regions/us-east1/dev',
      'folder:regions/us-east1/prod',
      'folder:regions/us-west1/dev',
      'folder:regions/us-west1/prod',
    ],
    mistake: {
      ...withoutEjectionPercent('regions/us-east1/prod/web.yaml'),
      effects: ['cluster-drift'],
    },
  },
  {
    name: 'tutorial-versions',
    summary: 'The same application again for each version of a tutorial.',
    files: {
      'v1/web.yaml': application('web', shop),
      'v2/web.yaml': application('web', shop),
      'v3/web.yaml': all(application('web', shop), rule('pay', shop), service('pay', shop)),
    },
    environments: ['v1', 'v2', 'v3'],
    units: ['folder:v1', 'folder:v2', 'folder:v3'],
    mistake: withoutEjectionPercent('v2/web.yaml'),
  },
  {
    name: 'tutorial-steps',
    summary: 'A folder per step, some with a number in front.',
    files: {
      'README.md': '# Step by step\n\n```sh\nkubectl apply -f step-1\n```\n',
      'step-1/app.yaml': all(deployment('web', shop), service('web', shop)),
      'step-2/app.yaml': all(deployment('web', shop), service('web', shop), rule('web', shop)),
      'step-3/app.yaml': application('web', shop),
    },
    environments: ['step-1', 'step-2', 'step-3'],
    units: ['folder:step-1', 'folder:step-2', 'folder:step-3'],
    mistake: withoutEjectionPercent('step-2/app.yaml'),
  },
  {
    name: 'tutorial-variants',
    summary: 'Variants of a policy in one folder, applied one after another.',
    files: {
      'app.yaml': all(
        deployment('web', shop),
        service('web', shop),
        gateway('public', shop),
        route('web', shop),
      ),
      'policies/start.yaml': rule('web', shop),
      'policies/half-half.yaml': rule('web', shop),
      'policies/all-to-one.yaml': rule('web', shop),
    },
    environments: ['all-to-one', 'half-half', 'start'],
    units: [
      'folder:.',
      'folder:policies/all-to-one.yaml',
      'folder:policies/half-half.yaml',
      'folder:policies/start.yaml',
    ],
    mistake: withoutEjectionPercent('policies/half-half.yaml'),
  },
  {
    name: 'tutorial-variants-by-kubectl',
    summary: 'Variants without a namespace; rules beside them name the host in full.',
    files: {
      'shop/app.yaml': all(deployment('web'), service('web'), gateway('public')),
      'shop/locality.yaml': rule('web', { host: 'web.shop.svc.cluster.local' }),
      'shop/route-start.yaml': route('web'),
      'shop/route-header.yaml': route('web'),
      'shop/route-all.yaml': route('web'),
    },
    environments: ['route-all', 'route-header', 'route-start'],
    units: [
      'folder:.',
      'folder:shop/route-all.yaml',
      'folder:shop/route-header.yaml',
      'folder:shop/route-start.yaml',
    ],
    mistake: withoutEjectionPercent('shop/locality.yaml'),
  },
  {
    name: 'namespace-by-kubectl',
    summary: 'Objects without a namespace, applied with kubectl -n; rules name the host in full.',
    files: {
      'app.yaml': all(deployment('web'), service('web'), gateway('public'), route('web')),
      'locality.yaml': rule('web', { host: 'web.shop.svc.cluster.local' }),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('locality.yaml'),
  },
  {
    name: 'monorepo',
    summary: 'A monorepo with Terraform, Go and Markdown; the manifests are in deploy/.',
    files: {
      'README.md': '# Monorepo\n',
      'go.mod': 'module example.com/shop\n',
      'cmd/web/main.go': 'package main\n\nfunc main() {}\n',
      'cmd/web/testdata/config.yaml': 'listen: :8080\nname: web\n',
      'infra/main.tf': 'resource "google_container_cluster" "east" {\n  name = "east"\n}\n',
      '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n',
      'docker-compose.yml': 'services:\n  web:\n    image: web\n',
      'package.json': '{"name": "shop", "private": true}\n',
      'openapi/web.yaml': 'openapi: 3.0.0\ninfo:\n  title: web\n  version: "1"\npaths: {}\n',
      'deploy/web/app.yaml': all(deployment('web', shop), service('web', shop)),
      'deploy/web/mesh.yaml': all(rule('web', shop), route('web', shop), gateway('public', shop)),
      'deploy/pay/app.yaml': all(deployment('pay', shop), service('pay', shop)),
      'deploy/pay/mesh.yaml': rule('pay', shop),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('deploy/pay/mesh.yaml'),
  },
  {
    name: 'list-objects',
    summary: 'Objects in a List, as kubectl get -o yaml prints them.',
    files: {
      'export.yaml': `apiVersion: v1\nkind: List\nitems:\n${[
        service('web', shop),
        rule('web', shop),
      ]
        .map((text) => `  - ${text.trimEnd().replaceAll('\n', '\n    ')}\n`)
        .join('')}`,
    },
    environments: [],
    units: ['folder:.'],
    mistake: {
      file: 'export.yaml',
      from: '          maxEjectionPercent: 100\n',
      to: '',
      rule: 'max-ejection-percent-100',
    },
  },
  {
    name: 'json-manifests',
    summary: 'Manifests as JSON, rendered by jsonnet.',
    files: {
      'rendered/web.json': `${JSON.stringify(
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'web', namespace: 'shop' },
          spec: {
            host: 'web.shop.svc.cluster.local',
            trafficPolicy: {
              loadBalancer: {
                localityLbSetting: {
                  enabled: true,
                  failover: [
                    { from: 'us-east1', to: 'us-west1' },
                    { from: 'us-west1', to: 'us-east1' },
                  ],
                },
              },
              outlierDetection: {
                consecutive5xxErrors: 5,
                interval: '10s',
                baseEjectionTime: '1m',
                maxEjectionPercent: 100,
              },
            },
          },
        },
        null,
        2,
      )}\n`,
      'rendered/service.json':
        '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"},' +
        ' "spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80}]}}\n',
      'tsconfig.json': '{\n  // comments are allowed here\n  "strict": true,\n}\n',
    },
    environments: [],
    units: ['folder:.'],
    notices: ['readable-manifest'],
    mistake: {
      file: 'rendered/web.json',
      from: '"maxEjectionPercent": 100',
      to: '"maxEjectionPercent": 10',
      rule: 'max-ejection-percent-100',
    },
  },
];
