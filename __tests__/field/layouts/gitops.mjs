// @ts-check
import { withoutEjectionPercent, withoutOutlierDetection } from '../layout.mjs';
import { all, application, kustomization, rule, service } from '../objects.mjs';

const repository = 'https://git.example.com/shop/deploy.git';

/** @param {string} name @param {string} path @param {{ namespace?: string, cluster?: string }} [options] */
function argoApplication(name, path, { namespace = 'shop', cluster = 'in-cluster' } = {}) {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: ${repository}
    targetRevision: HEAD
    path: ${path}
  destination:
    name: ${cluster}
    namespace: ${namespace}
  syncPolicy:
    automated: {}
`;
}

/** @param {string} generators @param {string} path @param {string} [name] @param {string} [destination] */
function applicationSet(generators, path, name = 'web', destination = '{{cluster}}') {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${name}
  namespace: argocd
spec:
  generators:
${generators}  template:
    metadata:
      name: '${name}-${destination}'
    spec:
      project: default
      source:
        repoURL: ${repository}
        targetRevision: HEAD
        path: '${path}'
      destination:
        name: '${destination}'
        namespace: shop
`;
}

/** @param {string} name @param {string} path @param {string} [namespace] */
function fluxKustomization(name, path, namespace) {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  path: ./${path}
  prune: true
${namespace === undefined ? '' : `  targetNamespace: ${namespace}\n`}  sourceRef:
    kind: GitRepository
    name: flux-system
`;
}

/** @type {import('../layout.mjs').Layout[]} */
export const gitops = [
  {
    name: 'argocd-application',
    summary: 'An Application for each environment, which gives the namespace.',
    files: {
      'argocd/dev.yaml': argoApplication('web-dev', 'apps/dev', { namespace: 'shop-dev' }),
      'argocd/prod.yaml': argoApplication('web-prod', 'apps/prod'),
      'apps/dev/web.yaml': application('web'),
      'apps/prod/web.yaml': application('web'),
    },
    environments: ['dev', 'prod'],
    units: ['argocd:web-dev', 'argocd:web-prod'],
    mistake: withoutEjectionPercent('apps/dev/web.yaml'),
  },
  {
    name: 'argocd-app-of-apps',
    summary: 'An Application whose folder holds the Applications of all services.',
    files: {
      'root.yaml': argoApplication('root', 'apps', { namespace: 'argocd' }),
      'apps/web.yaml': argoApplication('web', 'services/web', { namespace: 'web' }),
      'apps/pay.yaml': argoApplication('pay', 'services/pay', { namespace: 'pay' }),
      'services/web/web.yaml': application('web'),
      'services/pay/pay.yaml': all(service('pay'), rule('pay')),
    },
    environments: [],
    units: ['argocd:pay', 'argocd:web'],
    mistake: withoutOutlierDetection('services/pay/pay.yaml'),
  },
  {
    name: 'argocd-appset-list',
    summary: 'An ApplicationSet with a list of clusters, each with an overlay.',
    files: {
      'appset.yaml': applicationSet(
        '    - list:\n        elements:\n          - cluster: us-east1\n          - cluster: us-west1\n',
        'overlays/{{cluster}}',
      ),
      'base/kustomization.yaml': kustomization({ resources: ['web.yaml'] }),
      'base/web.yaml': application('web'),
      'overlays/us-east1/kustomization.yaml': kustomization({ resources: ['../../base'] }),
      'overlays/us-west1/kustomization.yaml': kustomization({ resources: ['../../base'] }),
    },
    environments: [],
    units: ['argocd:web-us-east1', 'argocd:web-us-west1'],
    mistake: withoutEjectionPercent('base/web.yaml'),
  },
  {
    name: 'argocd-appset-git',
    summary: 'An ApplicationSet with a git generator: an Application per folder.',
    files: {
      'appset.yaml': applicationSet(
        `    - git:\n        repoURL: ${repository}\n        revision: HEAD\n        directories:\n          - path: services/*\n`,
        '{{path}}',
        'services',
        '{{path.basename}}',
      ),
      'services/web/web.yaml': application('web'),
      'services/pay/pay.yaml': all(service('pay'), rule('pay')),
    },
    environments: [],
    units: ['argocd:services-pay', 'argocd:services-web'],
    mistake: withoutEjectionPercent('services/pay/pay.yaml'),
  },
  {
    name: 'argocd-appset-clusters',
    summary: 'An ApplicationSet with a cluster generator: the same folder for every cluster.',
    files: {
      'appset.yaml': applicationSet('    - clusters: {}\n', 'apps/web', 'web', '{{name}}'),
      'apps/web/web.yaml': application('web'),
    },
    environments: [],
    units: ['argocd:web'],
    mistake: withoutEjectionPercent('apps/web/web.yaml'),
  },
  {
    name: 'flux',
    summary: 'Flux Kustomizations per cluster, for the infrastructure and for the applications.',
    files: {
      'clusters/staging/apps.yaml': fluxKustomization('apps', 'apps/staging'),
      'clusters/prod/apps.yaml': fluxKustomization('apps', 'apps/prod'),
      'clusters/prod/flux-system/kustomization.yaml': kustomization({
        resources: ['gotk-components.yaml', 'gotk-sync.yaml'],
      }),
      'clusters/prod/flux-system/gotk-sync.yaml': fluxKustomization('flux-system', 'clusters/prod'),
      'clusters/prod/flux-system/gotk-components.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: flux-system\n',
      'apps/base/web/kustomization.yaml': kustomization({
        namespace: 'shop',
        resources: ['web.yaml'],
      }),
      'apps/base/web/web.yaml': application('web'),
      'apps/staging/kustomization.yaml': kustomization({ resources: ['../base/web'] }),
      'apps/prod/kustomization.yaml': kustomization({ resources: ['../base/web'] }),
    },
    environments: ['prod', 'staging'],
    units: ['flux:apps:apps/prod', 'flux:apps:apps/staging', 'flux:flux-system'],
    mistake: withoutEjectionPercent('apps/base/web/web.yaml'),
  },
  {
    name: 'flux-helm-release',
    summary: 'Flux HelmReleases of charts from elsewhere, beside plain manifests.',
    files: {
      'releases/istiod.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: istiod
  namespace: istio-system
spec:
  interval: 1h
  chart:
    spec:
      chart: istiod
      version: 1.31.x
      sourceRef:
        kind: HelmRepository
        name: istio
  values:
    meshConfig:
      accessLogFile: /dev/stdout
`,
      'apps/kustomization.yaml': kustomization({ namespace: 'shop', resources: ['web.yaml'] }),
      'apps/web.yaml': application('web'),
    },
    environments: [],
    units: ['kustomize:apps'],
    mistake: withoutEjectionPercent('apps/web.yaml'),
  },
];
