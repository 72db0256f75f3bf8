/**
 * The places of Kubernetes' own kinds that the registry gives none, between those that it has: Namespaces are at 0, Services at 2, and
 * routes at 7. What others need comes first; what judges the writes of others comes last, since it may not work before what it
 * needs does.
 */
const places: readonly (readonly [place: number, kinds: readonly string[]])[] = [
  [
    0.2,
    [
      'LimitRange',
      'ResourceQuota',
      'PriorityClass.scheduling.k8s.io',
      'StorageClass.storage.k8s.io',
    ],
  ],
  [0.4, ['ConfigMap', 'ServiceAccount', 'PersistentVolume', 'PersistentVolumeClaim']],
  [0.6, ['ClusterRole.rbac.authorization.k8s.io', 'Role.rbac.authorization.k8s.io']],
  [0.8, ['ClusterRoleBinding.rbac.authorization.k8s.io', 'RoleBinding.rbac.authorization.k8s.io']],
  // With the Deployments and Services of the registry.
  [
    2,
    [
      ...['CronJob.batch', 'DaemonSet.apps', 'Job.batch', 'Pod', 'PodDisruptionBudget.policy'],
      'ReplicaSet.apps',
    ],
  ],
  [
    8,
    [
      'APIService.apiregistration.k8s.io',
      'MutatingAdmissionPolicy.admissionregistration.k8s.io',
      'MutatingWebhookConfiguration.admissionregistration.k8s.io',
      'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
      'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    ],
  ],
  [
    9,
    [
      'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
      'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
    ],
  ],
];

/** The place of a kind that nobody knows: anything may need it, and it may need what a namespace and its accounts are. */
const orderOfUnknown = 1;

const known = new Map(places.flatMap(([place, kinds]) => kinds.map((kind) => [kind, place])));

/** The place of a kind in the order of writing where the registry of kinds has none. */
export function orderOfOther(group: string, kind: string): number {
  return known.get(group === '' ? kind : `${kind}.${group}`) ?? orderOfUnknown;
}
