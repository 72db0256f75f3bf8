import { at, isMapping, listAt, textAt, textsAt } from '../foundation/values.js';
import { readWrittenValues } from '../manifest/written-value.js';
import type { Chart } from './charts.js';
import type { DeclaredChart } from './declared-sources.js';
import { isAlternativeFile, withoutEnd } from './folder-names.js';
import { isRemote, baseName, pathFrom } from '../foundation/paths.js';
import type { HelmRequest, HelmValues } from './rendering/request.js';
import type { Tree } from './tree.js';

/** What an object that deploys a chart says about its release. */
export interface Release {
  release: string;
  values: HelmValues[];
  set: HelmRequest['set'];
  /** What of it is not in the tree, each a noun. */
  missing: string[];
}

/** A chart with its own values alone. */
export function plainRequest(chart: Chart, namespace: string | undefined): HelmRequest {
  const { folder, name } = chart;
  return { tool: 'helm', chart: folder, release: name, namespace, values: [], set: [] };
}

/** The files of a chart that hold its values for a stage or region, by what they are called: `prod` for `values-prod.yaml`. */
export function valuesAlternatives(chart: Chart, tree: Tree): Map<string, string> {
  const files = tree.folder(chart.folder)?.files ?? [];
  const named = files.flatMap(({ file }): [string, string][] => {
    const name = /^values[-_.](.+)$/.exec(withoutEnd(baseName(file)))?.[1];
    return name !== undefined && isAlternativeFile(name) ? [[name, file]] : [];
  });
  return new Map(named);
}

/** A chart as the configuration declares it. */
export function declaredRequest({ helm }: DeclaredChart, chart: Chart): HelmRequest {
  const { release = chart.name, namespace, values = [], set = {} } = helm;
  return {
    ...{ tool: 'helm', chart: chart.folder, release, namespace },
    values: values.map((file) => ({ file })),
    set: Object.entries(set),
  };
}

/** What an Argo CD Application says about the chart at its path; the later values count. */
export function argoRelease(source: unknown, name: string, path: string): Release {
  const helm = at(source, 'helm');
  const files = textsAt(helm, 'valueFiles');
  const elsewhere = files.filter((file) => isRemote(file) || file.startsWith('$'));
  const inline = textAt(helm, 'values');
  const texts = inline === undefined ? [] : readWrittenValues(inline);
  const object = at(helm, 'valuesObject');
  return {
    release: textAt(helm, 'releaseName') ?? name,
    values: [
      ...files
        .filter((file) => !elsewhere.includes(file))
        .map((file) => ({
          file: file.startsWith('/') ? pathFrom('.', file) : pathFrom(path, file),
        })),
      ...texts.flatMap((one) => ('value' in one ? [{ inline: one.value }] : [])),
      ...(isMapping(object) ? [{ inline: object }] : []),
    ],
    set: listAt(helm, 'parameters').flatMap((entry): [string, string][] => {
      const [key, value] = [textAt(entry, 'name'), at(entry, 'value')];
      return key === undefined ? [] : [[key, String(value)]];
    }),
    missing: [
      ...elsewhere.map((file) => `the values ${file}`),
      ...(listAt(helm, 'fileParameters').length > 0 ? [`the fileParameters of ${name}`] : []),
      ...(texts.some((one) => 'fault' in one)
        ? [`the values of ${name}, which cannot be read`]
        : []),
    ],
  };
}

/** What a Flux HelmRelease says about its chart. */
export function fluxRelease(spec: unknown, name: string): Release {
  const target = textAt(spec, 'targetNamespace');
  const values = at(spec, 'values');
  return {
    release: textAt(spec, 'releaseName') ?? (target === undefined ? name : `${target}-${name}`),
    values: [
      ...textsAt(spec, 'chart', 'spec', 'valuesFiles').map((file) => ({
        file: pathFrom('.', file),
      })),
      ...(isMapping(values) ? [{ inline: values }] : []),
    ],
    set: [],
    missing: listAt(spec, 'valuesFrom').length > 0 ? [`the valuesFrom of ${name}`] : [],
  };
}
