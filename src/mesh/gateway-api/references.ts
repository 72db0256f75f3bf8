import { gatewayApiGroup } from '../../api/kinds.js';
import type { Resource } from '../resource.js';

/** What a reference leads to. */
export interface Referenced {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

interface Reference {
  group?: string;
  kind?: string;
  namespace?: string;
  name?: string;
}

/** A reference with its defaults: the namespace of the object in which it is written. */
export function referenced(
  { group, kind, namespace, name = '' }: Reference,
  otherwise: { group: string; kind: string },
  from: string,
): Referenced {
  return {
    group: group ?? otherwise.group,
    kind: kind ?? otherwise.kind,
    namespace: namespace ?? from,
    name,
  };
}

/** What a `parentRef` means that does not say it. */
export const defaultParent = { group: gatewayApiGroup, kind: 'Gateway' };

/** What a `backendRef` means that does not say it. */
export const defaultBackend = { group: '', kind: 'Service' };

/** The kind of an object as its manifest has it: the registry has other names for some, and an object may stand for another. */
export function writtenKind({ document, kind }: Pick<Resource, 'document' | 'kind'>): string {
  const written = document.value['kind'];
  return typeof written === 'string' ? written : kind;
}
