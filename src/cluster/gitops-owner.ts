import type { KubernetesObject } from './cluster.js';

/** A controller that keeps an object as a repository has it, and undoes what anybody else does to it. */
export type GitOpsController = 'Argo CD' | 'Flux' | 'Config Sync';

/** By what each marks its objects: labels and annotations, and the names under which they write. */
const marks: Record<GitOpsController, { keys: RegExp; managers: RegExp }> = {
  // https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
  'Argo CD': { keys: /^argocd\.argoproj\.io\/(tracking-id|instance)$/, managers: /^argocd-/ },
  // https://fluxcd.io/flux/components/kustomize/kustomizations/ and helm/helmreleases/
  Flux: {
    keys: /^(kustomize|helm)\.toolkit\.fluxcd\.io\/(name|namespace)$/,
    managers: /^(kustomize|helm)-controller$/,
  },
  // https://cloud.google.com/kubernetes-engine/enterprise/config-sync/docs/reference/annotations
  'Config Sync': {
    keys: /^(configmanagement\.gke\.io\/managed|configsync\.gke\.io\/(resource-id|manager))$/,
    managers: /^configsync$/,
  },
};

/** Whose an object of a cluster is, and by what that shows; undefined: nobody's of these. */
export function gitOpsOwner({
  metadata,
}: KubernetesObject): { controller: GitOpsController; mark: string } | undefined {
  const { labels, annotations } = metadata as Record<string, Record<string, string> | undefined>;
  const keys = Object.entries({ ...labels, ...annotations })
    // Config Sync leaves this behind where it is told to let go.
    .filter(([, value]) => value !== 'disabled')
    .map(([key]) => key);
  const managers = (metadata.managedFields ?? []).map(({ manager }) => manager);
  for (const [controller, known] of Object.entries(marks)) {
    const key = keys.find((each) => known.keys.test(each));
    const manager = managers.find((each) => known.managers.test(each));
    const mark = key ?? (manager === undefined ? undefined : `field manager ${manager}`);
    if (mark !== undefined) return { controller: controller as GitOpsController, mark };
  }
  return undefined;
}
