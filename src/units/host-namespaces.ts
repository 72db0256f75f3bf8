import { istioGroup, groupOf } from '../api/kinds.js';
import type { Document } from '../manifest/document.js';
import { destinationHosts } from './destination-hosts.js';
import { identityOf } from './identity.js';
import { folderOf, partsOf } from '../foundation/paths.js';
import { at, textAt, textsAt } from '../foundation/values.js';

/** An object of a unit, with the namespace that it has so far. */
export interface Unplaced {
  document: Document;
  namespace: string | undefined;
}

/** Which namespace the objects of a unit without one are in, as its hosts say it. */
export interface HostNamespaces {
  /** Undefined: no host tells. */
  of(document: Document): string | undefined;
}

/**
 * Reads the namespaces that fully qualified hosts tell. A host counts if its first label is a Service without a namespace, also
 * in an object that has one, or a host of the unit's DestinationRules without a namespace where the unit has no such Service. If a
 * unit's hosts name several namespaces, each folder has its own.
 */
export function hostNamespaces(
  objects: readonly Unplaced[],
  clusterDomain: string,
): HostNamespaces {
  const ending = `.svc.${clusterDomain}`;
  const without = objects
    .filter(({ namespace }) => namespace === undefined)
    .map(({ document }) => document);
  if (without.length === 0) return { of: () => undefined };
  const services = new Set(without.flatMap((document) => serviceName(document) ?? []));
  const named = new Set(
    objects.flatMap(({ document, namespace }) => {
      const name = namespace === undefined ? undefined : serviceName(document);
      return name === undefined ? [] : [`${name}.${namespace}`];
    }),
  );
  const hints = objects.flatMap(({ document, namespace: own }) =>
    hostsOf(document).flatMap(({ host, isRule }): Hint[] => {
      if (!host.endsWith(ending)) return [];
      const [name = '', namespace, ...rest] = host.slice(0, -ending.length).split('.');
      if (namespace === undefined || rest.length > 0 || !isNamespace(namespace)) return [];
      const isOfUnit = services.has(name) && !named.has(`${name}.${namespace}`);
      const tells = isOfUnit || (own === undefined && isRule && services.size === 0);
      return tells ? [{ namespace, folder: folderOf(document.file) }] : [];
    }),
  );
  const all = new Set(hints.map(({ namespace }) => namespace));
  const [only] = all;
  if (all.size <= 1) return { of: () => only };
  const byFolder = new Map<string, Set<string>>();
  for (const { folder, namespace } of hints) {
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(namespace));
  }
  return { of: ({ file }) => nearest(folderOf(file), byFolder) };
}

interface Hint {
  namespace: string;
  folder: string;
}

/** What the folder itself or the nearest one above it says; two answers are none. */
function nearest(
  folder: string,
  byFolder: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  const parts = partsOf(folder);
  for (let length = parts.length; length >= 0; length -= 1) {
    const told = byFolder.get(parts.slice(0, length).join('/') || '.');
    if (told) return told.size === 1 ? [...told][0] : undefined;
  }
  return undefined;
}

function isNamespace(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

function serviceName(document: Document): string | undefined {
  const identity = identityOf(document);
  return identity?.group === '' && identity.kind === 'Service' ? identity.name : undefined;
}

function hostsOf({ value }: Document): { host: string; isRule: boolean }[] {
  if (groupOf(textAt(value, 'apiVersion') ?? '') !== istioGroup) return [];
  const spec = at(value, 'spec');
  const kind = textAt(value, 'kind');
  if (kind === 'DestinationRule') {
    const host = textAt(spec, 'host');
    return host === undefined ? [] : [{ host, isRule: true }];
  }
  if (kind !== 'VirtualService') return [];
  return [...destinationHosts(spec), ...textsAt(spec, 'hosts')].map((host) => ({
    host,
    isRule: false,
  }));
}
