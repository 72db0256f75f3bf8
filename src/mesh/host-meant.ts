import { didYouMean, isSlipOf } from '../foundation/did-you-mean.js';
import { domainOfHost, namespaceOfHost } from './host-name.js';

/**
 * The host that a wrong one most probably means: one that differs by its spelling, or the same service in
 * another namespace. Each part of the name is compared for itself: what all hosts end with says nothing.
 */
export function hostMeant(host: string, candidates: readonly string[]): string | undefined {
  const parts = host.split('.');
  return (
    candidates.find((other) => isMisspelling(parts, other.split('.'))) ??
    candidates.find(
      (other) => namespaceOfHost(other) !== undefined && other.split('.')[0] === parts[0],
    )
  );
}

function isMisspelling(parts: readonly string[], others: readonly string[]): boolean {
  return (
    parts.length === others.length &&
    parts.every((part, index) => {
      const other = others[index] ?? '';
      return part === other || didYouMean(part, [other]) !== undefined;
    })
  );
}

/**
 * The name of a Service, or a wildcard for some, with the cluster domain that it means; another host, or one of another domain, as it is.
 *
 * @param domain that of the clusters
 */
export function withoutSlip(host: string, domain: string): string {
  const own = domainOfHost(host);
  if (own === undefined || own === domain || !isSlipOf(own, domain)) return host;
  return host.slice(0, -own.length) + domain;
}
