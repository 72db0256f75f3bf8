import { istioGroup } from '../api/kinds.js';
import type { Document } from '../manifest/document.js';
import { textAt } from '../foundation/values.js';

/** What an object is called; the namespace is that of the manifest. */
export interface ObjectIdentity {
  group: string;
  kind: string;
  namespace: string | undefined;
  name: string;
}

/** Undefined for what is no object: without kind, apiVersion or name. */
export function identityOf({ value }: Document): ObjectIdentity | undefined {
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return {
    group: groupOf(apiVersion),
    kind,
    namespace: textAt(value, 'metadata', 'namespace'),
    name,
  };
}

/** The API group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Groups whose objects say how requests are routed. */
const routing = new Set([istioGroup, 'gateway.networking.k8s.io', 'gateway.networking.x-k8s.io']);

/** Whether an apiVersion is of a group whose objects say how requests are routed. */
export function isRoutingGroup(apiVersion: string | undefined): boolean {
  return apiVersion !== undefined && routing.has(groupOf(apiVersion));
}

/** Whether a kind says how requests are routed, or what receives them. */
export function isRouting(group: string, kind: string): boolean {
  return routing.has(group) || (group === '' && kind === 'Service');
}

/** Whether a kind says how many pods there are. */
export function isWorkload(group: string, kind: string): boolean {
  if (group === 'apps') return kind === 'Deployment' || kind === 'StatefulSet';
  return group === 'autoscaling' && kind === 'HorizontalPodAutoscaler';
}

const templateKind =
  /(?:^|[\s{,"'])(?:apiVersion["']?\s*:\s*["']?(?:networking\.istio\.io|gateway\.networking\.k8s\.io)\/|kind["']?\s*:\s*["']?(?:VirtualService|DestinationRule|ServiceEntry|WorkloadEntry|HTTPRoute|GRPCRoute|TLSRoute|TCPRoute)\b)/m;

/** Whether a text that cannot be read holds an object that says how requests are routed. */
export function mentionsRouting(text: string): boolean {
  return templateKind.test(text);
}
