/** The labels that hold an endpoint's locality. Source: istio.io/istio pilot/pkg/serviceregistry/util/label/label.go. */
export const topologyLabels: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];
