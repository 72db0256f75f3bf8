import type { Document } from '../manifest/document.js';
import type { Path } from '../foundation/range.js';
import { meshConfig } from '../api/mesh-config.js';
import { parseMappings } from '../manifest/parse.js';
import { at, isMapping, listAt, textAt, type Mapping } from '../foundation/values.js';

/** A MeshConfig that an object or a values file holds. */
export interface HeldMeshConfig {
  /** Which object or file it is in, for people. */
  source: string;
  value: Mapping;
  /** Where it is in the document. */
  path: Path;
  /** It is a text there, so that the document knows no places in it. */
  isText?: true;
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
  if (kind === 'HelmRelease' && /^helm\.toolkit\.fluxcd\.io\//.test(apiVersion)) {
    return inValues(at(value, 'spec', 'values'), ['spec', 'values'], source);
  }
  if (kind === 'Application' && /^argoproj\.io\//.test(apiVersion)) {
    return inApplication(value, source);
  }
  const isIstios =
    kind === 'ConfigMap' && (name === 'istio' || name?.startsWith('istio-') === true);
  const text = isIstios ? at(value, 'data', 'mesh') : undefined;
  if (typeof text !== 'string') return undefined;
  const [document] = parseMappings({ file: '', text, named: false }).documents;
  return document && { source, value: document.value, path: ['data', 'mesh'], isText: true };
}

function inApplication(value: unknown, source: string): HeldMeshConfig | undefined {
  const several = listAt(value, 'spec', 'sources');
  const paths: Path[] = [
    ['spec', 'source'],
    ...several.map((_, index) => ['spec', 'sources', index]),
  ];
  for (const start of paths) {
    const object: Path = [...start, 'helm', 'valuesObject'];
    const found = inValues(at(value, ...object), object, source);
    if (found) return found;
    const path: Path = [...start, 'helm', 'values'];
    const text = textAt(value, ...path);
    if (text?.includes('meshConfig') !== true) continue;
    const [document] = parseMappings({ file: '', text, named: false }).documents;
    const held = inValues(document?.value, [], source);
    if (held) return { ...held, path, isText: true };
  }
  return undefined;
}

/** Keys of values that belong to the istiod chart where it is a subchart. */
const istiods = /^(?:istiod|istio|pilot)$|istiod|istio-(?:control|discovery|base)/i;

/** In values: at the top, or below the key of a subchart. */
function inValues(values: unknown, path: Path, source: string): HeldMeshConfig | undefined {
  if (!isMapping(values)) return undefined;
  const top = values['meshConfig'];
  if (isMapping(top)) return { source, value: top, path: [...path, 'meshConfig'] };
  for (const [key, below] of Object.entries(values)) {
    const held = at(below, 'meshConfig');
    if (!isMapping(held)) continue;
    if (!istiods.test(key) && !Object.keys(held).some((name) => Object.hasOwn(meshConfig, name)))
      continue;
    return { source, value: held, path: [...path, key, 'meshConfig'] };
  }
  return undefined;
}

/**
 * The MeshConfig in the values of a chart that has the istiod chart as a subchart.
 *
 * @param keys The names or aliases of the subchart.
 */
export function meshConfigOfSubchart(
  { value }: Document,
  keys: readonly string[],
): HeldMeshConfig | undefined {
  const key = keys.find((one) => isMapping(at(value, one, 'meshConfig')));
  if (key === undefined) return undefined;
  const held = at(value, key, 'meshConfig');
  return isMapping(held)
    ? { source: 'values of the istiod chart', value: held, path: [key, 'meshConfig'] }
    : undefined;
}

/**
 * The MeshConfig in values of the istiod chart: `meshConfig` at the top or below the key of a subchart, in a file that is called like values or Istio, or in a
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
  return inValues(value, [], 'values of the istiod chart');
}
