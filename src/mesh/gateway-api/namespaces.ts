import type { FromNamespaces, LabelSelector } from '../../api/gateway-api.js';
import { kindOf } from '../../api/kinds.js';
import { isMapping } from '../../foundation/values.js';
import type { PlacedDocument } from '../placed-document.js';

/** The labels of the namespaces that the manifests hold, by their names. */
export type NamespaceLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The namespaces of one cluster. */
export function namespaceLabels(
  placed: readonly PlacedDocument[],
  cluster: string,
): NamespaceLabels {
  const found = new Map<string, Record<string, string>>();
  for (const { document, cluster: only } of placed) {
    const { value } = document;
    if (kindOf(value)?.id !== 'Namespace' || (only !== undefined && only !== cluster)) continue;
    const metadata = isMapping(value['metadata']) ? value['metadata'] : {};
    const labels = isMapping(metadata['labels']) ? metadata['labels'] : {};
    const entries = Object.entries(labels).map(([key, own]) => [key, String(own)] as const);
    found.set(String(metadata['name']), Object.fromEntries(entries));
  }
  return found;
}

/** The label that the API server gives every namespace. */
const nameLabel = 'kubernetes.io/metadata.name';

/**
 * Whether objects of a namespace are let in. `unknown`: a selector decides, and nothing says which labels the namespace has.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go namespacesFromSelector.
 *
 * @param own The namespace of the object that lets them in.
 * @param otherwise What counts where it does not say it.
 */
export function isOpenTo(
  namespace: string,
  from: FromNamespaces | undefined,
  own: string,
  labels: NamespaceLabels,
  otherwise: 'Same' | 'None',
): 'yes' | 'no' | 'unknown' {
  switch (from?.from ?? otherwise) {
    case 'All':
      return 'yes';
    case 'Same':
      return namespace === own ? 'yes' : 'no';
    case 'Selector':
      return selects(from?.selector ?? {}, namespace, labels.get(namespace));
    default:
      return 'no';
  }
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  namespace: string,
  known: Readonly<Record<string, string>> | undefined,
): 'yes' | 'no' | 'unknown' {
  const labels = new Map([...Object.entries(known ?? {}), [nameLabel, namespace]]);
  const asked = [
    ...Object.entries(matchLabels).map(([key, value]) => ({
      key,
      operator: 'In',
      values: [value],
    })),
    ...matchExpressions,
  ];
  let isUnknown = false;
  for (const { key = '', operator, values = [] } of asked) {
    if (!known && key !== nameLabel) {
      isUnknown = true;
      continue;
    }
    const value = labels.get(key);
    if (!holds(operator, value, values)) return 'no';
  }
  return isUnknown ? 'unknown' : 'yes';
}

function holds(
  operator: string | undefined,
  value: string | undefined,
  values: readonly string[],
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
