import type { KubernetesObject, ManagedFields } from '../cluster/cluster.js';
import { appliedBy, fieldsOf, union, withoutUnstated, type FieldSet } from './field-set.js';

/** Under these names kubectl writes when it applies on the client's side. */
const clientSideManagers = ['kubectl-client-side-apply', 'before-first-apply'];
const lastApplied = 'f:kubectl.kubernetes.io/last-applied-configuration';

/** Whether a conflict is only with kubectl's client-side apply, so that taking over is no quarrel with anybody. */
export function isClientSide(manager: string): boolean {
  return clientSideManagers.includes(manager);
}

/**
 * The managed fields of an object in which what kubectl applied on the client's side is ours, as kubectl itself does when it
 * goes over to server-side apply (k8s.io/client-go/util/csaupgrade). Without that a field that is taken out of the manifest
 * would stay for ever, and a changed one would be a conflict. Undefined: there is nothing to take over.
 */
export function adoptedFields(
  object: KubernetesObject,
  manager: string,
): { managedFields: ManagedFields[]; fields: FieldSet } | undefined {
  const all = object.metadata.managedFields ?? [];
  const taken = all.filter(isFromClientSide);
  const [first] = taken;
  if (!first) return undefined;
  const own = appliedBy(object, manager);
  const fields = withoutLastApplied(
    [...taken, ...(own ? [own] : [])].map(fieldsOf).reduce((a, b) => union(a, b)),
  );
  const entry: ManagedFields = {
    ...(own ?? { ...first, manager, operation: 'Apply' }),
    fieldsV1: fields,
  };
  const others = all.filter((each) => each !== own && !isFromClientSide(each));
  return { managedFields: [...others, entry], fields };
}

function isFromClientSide({ manager, operation, subresource }: ManagedFields): boolean {
  return operation === 'Update' && !subresource && isClientSide(manager);
}

/** The annotation stays, for who goes back to client-side apply. */
function withoutLastApplied(fields: FieldSet): FieldSet {
  const annotations = fields['f:metadata']?.['f:annotations'];
  if (!annotations?.[lastApplied]) return fields;
  const { [lastApplied]: _, ...rest } = annotations;
  return { ...fields, 'f:metadata': { ...fields['f:metadata'], 'f:annotations': rest } };
}

/** What becomes of an object when the fields that we adopt, and the manifest does not state, go. */
export function afterAdoption(
  applied: KubernetesObject,
  fields: FieldSet,
  wanted: KubernetesObject,
): KubernetesObject {
  return withoutUnstated(applied, fields, wanted) as KubernetesObject;
}
