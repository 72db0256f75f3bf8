import type { KubernetesObject } from '../cluster/cluster.js';
import type { GitOpsController } from '../cluster/gitops-owner.js';
import type { DrillTerms } from './drill-terms.js';

/** How a GitOps controller is kept from undoing the change of an object for a while. */
export function pausingAdvice(
  controller: GitOpsController,
  { metadata }: KubernetesObject,
  cluster: string,
  { controllersPaused }: DrillTerms,
): string {
  const { labels = {}, annotations = {} } = metadata as {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  const then = `then pass ${controllersPaused}`;
  switch (controller) {
    case 'Argo CD': {
      const id = annotations['argocd.argoproj.io/tracking-id'] ?? '';
      const app = id.split(':')[0] || labels['argocd.argoproj.io/instance'] || 'APP';
      return `switch off its automated sync (argocd app set ${app} --sync-policy none), ${then}`;
    }
    case 'Flux': {
      const release = labels['helm.toolkit.fluxcd.io/name'];
      const tool = release === undefined ? 'kustomize' : 'helm';
      const what = release === undefined ? 'kustomization' : 'helmrelease';
      const name = labels[`${tool}.toolkit.fluxcd.io/name`] ?? 'NAME';
      const namespace = labels[`${tool}.toolkit.fluxcd.io/namespace`] ?? 'flux-system';
      return `suspend it (flux suspend ${what} ${name} --namespace ${namespace}), ${then}`;
    }
    case 'Config Sync':
      return (
        `stop syncing in cluster ${cluster} (kubectl --namespace config-management-system scale deployment ` +
        `reconciler-manager root-reconciler --replicas=0), or set client.lifecycle.config.k8s.io/mutation: ignore in the repository, ${then}`
      );
  }
}
