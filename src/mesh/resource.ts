import type { Kind, SpecOf } from '../api/kinds.js';
import type { Path } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';

/** One object of the model: what it says, and the document that says it. */
export interface Resource<K extends Kind = Kind> {
  kind: K;
  apiVersion: string;
  /** The manifest's, or else the one that it is placed in (`PlacedDocument`). */
  namespace: string;
  /** Where the names of its cluster's Services end, after `svc`. */
  clusterDomain: string;
  /** False: the namespace is assumed, and nothing may be concluded from it. */
  isNamespaceKnown: boolean;
  /** The id of its deployment unit. */
  unit: string;
  /** What deploys it changes it: nothing may be predicted from what it says or lacks. */
  isPatched: boolean;
  name: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** RFC 3339, in manifests that were taken from a cluster. */
  creationTimestamp: string | undefined;
  /** Every field has its type; what had another is in `dropped`. */
  spec: SpecOf<K>;
  /** Fields that were left out because their type is wrong. */
  dropped: Path[];
  document: Document;
  /** The name of the one cluster it is meant for (`clusters[].paths`); undefined: every cluster. */
  cluster: string | undefined;
}

/** What a finding is about: an object of the model, or one that the model cannot read. */
export interface FindingSubject {
  kind: string;
  namespace: string;
  name: string;
  document: Document;
  dropped: readonly Path[];
}

/** A symbolic place: a path of keys in an object's document, that the core turns into lines. */
export interface Place {
  resource: FindingSubject;
  path: Path;
  /** What to underline: the value (default), or its key. */
  part?: 'key' | 'value';
}
