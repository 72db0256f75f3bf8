/**
 * What we use of the Kubernetes client, and nothing of ours: this file is bundled into a chunk of its own that changes only
 * when the client's version does (docs/decisions). Load it through `load-kubernetes.ts`; elsewhere `import type` only.
 */
export { KubeConfig, loadYaml } from '@kubernetes/client-node';
