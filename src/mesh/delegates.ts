import { didYouMean } from '../foundation/did-you-mean.js';
import type { HttpRoute } from '../api/virtual-service.js';
import type { Resource } from './resource.js';
import { isExportedTo } from './visibility.js';

type VirtualService = Resource<'VirtualService'>;

/** What a route delegates to, or why it leads nowhere. */
export interface Delegation {
  /** The namespace and the name that the route means. */
  namespace: string;
  name: string;
  /** Undefined: `problem` says why istiod drops the route. */
  delegate: VirtualService | undefined;
  problem: 'missing' | 'has-hosts' | 'hidden' | undefined;
  /** Of one that is missing, the delegate of the namespace that is nearly called so. */
  meant: string | undefined;
}

/**
 * Finds the VirtualService that a route delegates to: one without hosts, that is exported to the root's namespace. Undefined for a route
 * that delegates nothing.
 * Source: istio/istio pilot/pkg/model/virtualservice.go mergeVirtualServicesIfNeeded.
 */
export function delegationOf(
  root: VirtualService,
  { delegate: wanted }: HttpRoute,
  all: readonly VirtualService[],
  exportTo: readonly string[] | undefined,
): Delegation | undefined {
  if (!wanted) return undefined;
  const namespace = wanted.namespace || root.namespace;
  const { name = '' } = wanted;
  const neighbours = all.filter((other) => other.namespace === namespace);
  const called = neighbours.filter((other) => other.name === name);
  const open = called.filter(({ spec }) => !spec.hosts?.length);
  const delegate = open.find((other) =>
    isExportedTo(root.namespace, other.namespace, other.spec.exportTo, exportTo),
  );
  const names = neighbours.filter(({ spec }) => !spec.hosts?.length).map((other) => other.name);
  return {
    ...{ namespace, name, delegate },
    problem: delegate
      ? undefined
      : called.length === 0
        ? 'missing'
        : open.length === 0
          ? 'has-hosts'
          : 'hidden',
    meant: called.length === 0 ? didYouMean(name, names) : undefined,
  };
}

/** The routes of a VirtualService that delegate to nothing, by their positions. */
export function brokenDelegations(
  root: VirtualService,
  all: readonly VirtualService[],
  exportTo: readonly string[] | undefined,
): { index: number; delegation: Delegation }[] {
  return (root.spec.http ?? []).flatMap((route, index) => {
    const delegation = delegationOf(root, route, all, exportTo);
    return delegation?.problem ? [{ index, delegation }] : [];
  });
}
