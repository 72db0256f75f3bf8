import { baseName } from '../foundation/paths.js';
import type { Folder, Tree } from './tree.js';
import type { ParsedFile } from './parsed-file.js';
import { mentionsRouting } from './identity.js';
import { listAt, textAt } from '../foundation/values.js';

/** A Helm chart of the tree; what is below its `charts/` belongs to it. */
export interface Chart {
  folder: string;
  name: string;
  chartFile: ParsedFile;
  /** Names or aliases of istiod among its subcharts. */
  istiod: string[];
  /** Its values files. */
  values: ParsedFile[];
  /** The first template that holds an object which routes requests; undefined: the chart is none of ours. */
  routing: ParsedFile | undefined;
}

/** What only Helm reads: templates, subcharts, and what they take in. */
const chartFolders = new Set(['templates', 'charts', 'crds', 'ci', 'files', 'tests']);

const chartFiles =
  /^(?:Chart\.(?:yaml|lock)|requirements\.(?:yaml|lock)|values.*\.(?:yaml|yml|json))$/i;

export interface Charts {
  all: Chart[];
  at(folder: string): Chart | undefined;
  /** Whether a file is a part of a chart, so that it is no manifest. */
  holds(file: string): boolean;
}

export function findCharts(tree: Tree): Charts {
  const charts = new Map<string, Chart>();
  const held = new Set<string>();
  const waiting: { folder: Folder; chart: Chart | undefined; inside: boolean }[] = [];
  const root = tree.folder('.');
  if (root) waiting.push({ folder: root, chart: undefined, inside: false });
  for (const { folder, chart: outer, inside } of waiting) {
    let chart = outer;
    const own = inside
      ? undefined
      : folder.files.find(({ file }) => baseName(file) === 'Chart.yaml');
    if (own) {
      const name = textAt(own.documents[0]?.value, 'name') ?? baseName(folder.path);
      chart = {
        ...{ folder: folder.path, name, chartFile: own, routing: undefined, values: [] },
        istiod: istiodOf(own),
      };
      charts.set(folder.path, chart);
    }
    for (const file of folder.files) {
      if (!chart || !(inside || (own && chartFiles.test(baseName(file.file))))) continue;
      held.add(file.file);
      if (own && /^values/i.test(baseName(file.file))) chart.values.push(file);
      if (inside && isTemplatePath(file.file, chart.folder) && mentionsRouting(file.text))
        chart.routing ??= file;
    }
    for (const [name, next] of folder.folders) {
      const enters = inside || (own !== undefined && chartFolders.has(name));
      // Beside the folders that Helm reads, a chart's folder may hold anything.
      waiting.push({ folder: next, chart: enters ? chart : undefined, inside: enters });
    }
  }
  return {
    all: [...charts.values()],
    at: (folder) => charts.get(folder),
    holds: (file) => held.has(file),
  };
}

function istiodOf({ documents }: ParsedFile): string[] {
  return listAt(documents[0]?.value, 'dependencies').flatMap((dependency) => {
    const name = textAt(dependency, 'name') ?? '';
    return /^(?:istiod|istio-discovery|istio)$/.test(name)
      ? [textAt(dependency, 'alias') ?? name]
      : [];
  });
}

function isTemplatePath(file: string, chart: string): boolean {
  const below = chart === '.' ? file : file.slice(chart.length + 1);
  return below.split('/').includes('templates');
}

/** How to have a chart checked, for people. */
export function helmCommand({ folder }: Chart): string {
  const path = folder === '.' || folder.startsWith('.') ? folder : `./${folder}`;
  return `helm template ${path} | mesh-failover check -`;
}
