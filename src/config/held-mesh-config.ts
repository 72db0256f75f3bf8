import type { Document } from '../manifest/document.js';
import type { Path } from '../foundation/range.js';
import { parseMappings } from '../manifest/parse.js';
import { at, isMapping, textAt, type Mapping } from '../foundation/values.js';

/** A MeshConfig that an object or a values file holds. */
export interface HeldMeshConfig {
  /** Which object or file it is in, for people. */
  source: string;
  value: Mapping;
  /** Where it is in the document. */
  path: Path;
}

/** Where objects that install Istio keep its MeshConfig: the end of the API group, the kind, and the path. */
const holders: readonly { group: RegExp; kinds: readonly string[]; path: readonly string[] }[] = [
  { group: /^install\.istio\.io\//, kinds: ['IstioOperator'], path: ['spec', 'meshConfig'] },
  {
    group: /^sailoperator\.io\//,
    kinds: ['Istio', 'IstioRevision'],
    path: ['spec', 'values', 'meshConfig'],
  },
  {
    group: /^maistra\.io\//,
    kinds: ['ServiceMeshControlPlane'],
    path: ['spec', 'techPreview', 'meshConfig'],
  },
  // Releases of the istiod chart.
  {
    group: /^helm\.toolkit\.fluxcd\.io\//,
    kinds: ['HelmRelease'],
    path: ['spec', 'values', 'meshConfig'],
  },
  {
    group: /^argoproj\.io\//,
    kinds: ['Application'],
    path: ['spec', 'source', 'helm', 'valuesObject', 'meshConfig'],
  },
];

/** The MeshConfig in an object that installs Istio, or in istiod's ConfigMap; undefined: there is none. */
export function meshConfigIn({ value }: Document): HeldMeshConfig | undefined {
  const apiVersion = textAt(value, 'apiVersion') ?? '';
  const kind = textAt(value, 'kind') ?? '';
  const name = textAt(value, 'metadata', 'name');
  const namespace = textAt(value, 'metadata', 'namespace');
  const source =
    `${kind} ${[namespace, name].filter((part) => part !== undefined).join('/')}`.trim();
  const holder = holders.find(
    ({ group, kinds }) => (apiVersion === '' || group.test(apiVersion)) && kinds.includes(kind),
  );
  if (holder) {
    const held = at(value, ...holder.path);
    return isMapping(held) ? { source, value: held, path: [...holder.path] } : undefined;
  }
  const isIstios =
    kind === 'ConfigMap' && (name === 'istio' || name?.startsWith('istio-') === true);
  const text = isIstios ? at(value, 'data', 'mesh') : undefined;
  if (typeof text !== 'string') return undefined;
  const [document] = parseMappings({ file: '', text, named: false }).documents;
  return document && { source, value: document.value, path: ['data', 'mesh'] };
}

/**
 * The MeshConfig in values of the istiod chart: `meshConfig` at the top, in a file that is called like values or Istio, or in a
 * folder of values.
 */
export function meshConfigInValues(document: Document): HeldMeshConfig | undefined {
  return valuesFile.test(document.file) ? meshConfigAtTop(document) : undefined;
}

const valuesFile = /(?:(?:values|istio)[^/]*|(?:^|\/)values\/[^/]+)\.(?:yaml|yml|json)$/i;

/** The same for a file of any name. */
export function meshConfigAtTop({ value }: Document): HeldMeshConfig | undefined {
  if (textAt(value, 'apiVersion') !== undefined || textAt(value, 'kind') !== undefined)
    return undefined;
  const held = at(value, 'meshConfig');
  if (!isMapping(held)) return undefined;
  return { source: 'values of the istiod chart', value: held, path: ['meshConfig'] };
}
