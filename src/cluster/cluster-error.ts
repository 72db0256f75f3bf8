/**
 * `credentials`: they could not be obtained (exec plugin, files); `unreachable`: no connection or no answer;
 * `certificate`: TLS failed; `unauthorized`: the credentials are not accepted; `forbidden`: they lack a permission;
 * `not-served`: the kind or its version is unknown there; `namespace`: it is missing or being deleted;
 * `conflict`: other managers own fields; `owned`: a GitOps controller owns the object; `locked`: another run holds the lock;
 * `verification`: the control plane does not take it;
 * `terminating`: it is being deleted, and finalizers hold it; `exists`: there is one of that name already; `changed`: changed by someone else meanwhile; `invalid`: refused by the API
 * server or a webhook; `busy`: still overloaded or failing after repeats; `unexpected`: anything else.
 */
export type ClusterProblem =
  | 'credentials'
  | 'unreachable'
  | 'certificate'
  | 'unauthorized'
  | 'forbidden'
  | 'not-served'
  | 'namespace'
  | 'conflict'
  | 'exists'
  | 'locked'
  | 'owned'
  | 'verification'
  | 'changed'
  | 'terminating'
  | 'invalid'
  | 'busy'
  | 'unexpected';

/** A field that somebody else owns. */
export interface FieldConflict {
  /** The field manager that owns the field. */
  manager: string;
  /** The path of the field. */
  field: string;
}

/** Something went wrong with a cluster; the message says what, for people, and holds no secret. */
export class ClusterError extends Error {
  override name = 'ClusterError';

  constructor(
    readonly problem: ClusterProblem,
    message: string,
    readonly conflicts: FieldConflict[] = [],
  ) {
    super(message);
  }

  /** Whether it concerns the whole cluster, so that trying its other objects is pointless. */
  get isClusterWide(): boolean {
    return ['credentials', 'unreachable', 'certificate', 'unauthorized'].includes(this.problem);
  }
}
