import { istioGroup, groupOf } from '../api/kinds.js';
import type { Memory } from '../foundation/memory.js';
import { isSlipOf } from '../foundation/did-you-mean.js';
import type { Document } from '../manifest/document.js';
import { at, isMapping, textAt, textsAt } from '../foundation/values.js';
import { destinationHosts } from './destination-hosts.js';

/** Where the names of the clusters' Services end, after `svc`. */
export interface ClusterDomain {
  domain: string;
  /** For people: what says so, where it is not the configuration and not Istio's default. */
  because: string | undefined;
}

/** Of a mesh that is told nothing else. */
export const defaultClusterDomain = 'cluster.local';

/**
 * The configuration's domain, else the one with which the tree installs Istio (`global.proxy.clusterDomain`), else the one that
 * every host of a Service in Istio's objects ends with, unless it is `cluster.local` misspelt, else `cluster.local`. Two answers of one
 * kind are none.
 *
 * @param known What is known of each document by itself.
 */
export function clusterDomainOf(
  documents: readonly Document[],
  configured: string | undefined,
  known: Memory,
): ClusterDomain {
  if (configured !== undefined) return { domain: configured, because: undefined };
  const installed = documents.flatMap((document) => {
    const domain = known.of(document, installedDomain);
    return domain === undefined ? [] : [{ domain, file: document.file }];
  });
  const [first] = installed;
  if (first && new Set(installed.map(({ domain }) => domain)).size === 1) {
    const { domain, file } = first;
    return {
      domain,
      because:
        domain === defaultClusterDomain
          ? undefined
          : `The cluster domain ${domain} is from ${file}.`,
    };
  }
  const named = new Set(documents.flatMap((document) => known.of(document, domainsOfHosts)));
  const [only] = named;
  if (only === undefined || named.size > 1 || isSlipOf(only, defaultClusterDomain)) {
    return { domain: defaultClusterDomain, because: undefined };
  }
  return {
    domain: only,
    because:
      `Names of Services are taken to end with svc.${only}, as all hosts of these manifests do. ` +
      'To say so, set clusterDomain.',
  };
}

/** Where objects that install Istio, and values of the istiod chart, keep their values. */
const valuesPaths: readonly (readonly string[])[] = [
  ['spec', 'values'],
  ['spec', 'source', 'helm', 'valuesObject'],
  [],
];

function installedDomain({ value }: Document): string | undefined {
  const isObject = textAt(value, 'kind') !== undefined;
  for (const path of valuesPaths) {
    if (isObject === (path.length === 0)) continue;
    const proxy = at(value, ...path, 'global', 'proxy');
    const domain = isMapping(proxy) ? proxy['clusterDomain'] : undefined;
    if (typeof domain === 'string' && isDomain.test(domain)) return domain;
  }
  return undefined;
}

const isDomain =
  /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** The domain behind `svc` of each host of a Service; that of Services of several clusters is none. */
function domainsOfHosts({ value }: Document): string[] {
  if (groupOf(textAt(value, 'apiVersion') ?? '') !== istioGroup) return [];
  const spec = at(value, 'spec');
  const host = textAt(spec, 'host');
  return [
    ...(host === undefined ? [] : [host]),
    ...destinationHosts(spec),
    ...textsAt(spec, 'hosts'),
  ].flatMap((name) => {
    const domain = /^[^.]+\.[^.]+\.svc\.(.+)$/.exec(name)?.[1];
    return domain === undefined || domain === 'clusterset.local' || !isDomain.test(domain)
      ? []
      : [domain];
  });
}
