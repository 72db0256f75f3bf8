import { isMapping, listAt, textAt } from '../foundation/values.js';
import { readWrittenValues } from '../manifest/written-value.js';
import { pathFrom } from '../foundation/paths.js';
import { RenderRefusal } from './refusal.js';
import type { FoundPath, WorkTree } from './work-tree.js';

/** Charts in charts, and folders in folders, that are followed. */
const deepest = 30;

/** Where the files of a chart come from, by what Helm calls them. */
export interface ChartNames {
  templates: Map<string, string>;
  charts: Map<string, string>;
}

/**
 * Copies a chart with all that is in its folder. Links are copied as what they lead to, as Helm follows them, and those that lead
 * out of the workspace are refused. A dependency that is not in `charts/` is copied there if it is in the workspace
 * (`file://`), as `helm dependency build` does, and is a reason not to render otherwise.
 *
 * @param folder From the root of the workspace.
 * @param to In the copy.
 * @throws RenderRefusal
 */
export function copyChart(folder: string, to: string, tree: WorkTree): ChartNames {
  const names: ChartNames = { templates: new Map(), charts: new Map() };
  copyChartAs({ folder, to, tree, names, parent: '', above: [] });
  return names;
}

interface ChartCopy {
  folder: string;
  to: string;
  tree: WorkTree;
  names: ChartNames;
  /** What Helm calls the chart that it is in, with `/charts/` behind it; empty: it is the outermost one. */
  parent: string;
  /** The folders of the charts that it is in. */
  above: readonly string[];
}

function copyChartAs({ folder, to, tree, names, parent, above }: ChartCopy): void {
  const found = tree.find(folder);
  const file = found && tree.find(pathFrom(folder, 'Chart.yaml'));
  if (found?.type !== 'folder' || file?.type !== 'file') {
    throw new RenderRefusal(`there is no chart in ${folder}`);
  }
  if (above.includes(found.path) || above.length >= deepest) {
    throw new RenderRefusal(`the chart in ${folder} is in itself`);
  }
  const chart = mappingOf(tree.copy(file, pathFrom(to, 'Chart.yaml')), file.path);
  const name = `${parent}${textAt(chart, 'name') ?? ''}`;
  names.charts.set(name, found.path);
  const within = { to, tree, names, parent: `${name}/charts/`, above: [...above, found.path] };
  const vendored = new Set<string>();
  for (const entry of tree.namesIn(found)) {
    const path = pathFrom(found.path, entry);
    if (entry === 'charts') copyCharts(path, within, vendored);
    else
      copyAll(path, pathFrom(to, entry), tree, (own, text) => {
        const below = own.slice(to.length + 1);
        names.templates.set(`${name}/${below}`, text);
      });
  }
  const requirements = tree.find(pathFrom(found.path, 'requirements.yaml'));
  const older = requirements
    ? mappingOf(tree.copy(requirements, pathFrom(to, 'requirements.yaml')), requirements.path)
    : {};
  for (const needed of [...listAt(chart, 'dependencies'), ...listAt(older, 'dependencies')]) {
    const called = textAt(needed, 'name');
    const alias = textAt(needed, 'alias');
    if (called === undefined) continue;
    if (vendored.has(called)) {
      addAlias(names, `${name}/charts/`, called, alias);
      continue;
    }
    const local = /^file:\/\/(.+)$/.exec(textAt(needed, 'repository') ?? '')?.[1];
    if (local === undefined || local.startsWith('/')) {
      throw new RenderRefusal(
        `its dependency ${called} is not in ${pathFrom(found.path, 'charts')}; run helm dependency build`,
      );
    }
    vendored.add(called);
    const target = pathFrom(to, `charts/${safeName(called)}`);
    copyChartAs({ ...within, folder: pathFrom(found.path, local), to: target });
    addAlias(names, `${name}/charts/`, called, alias);
  }
}

/** A dependency may be called otherwise where it is used. */
function addAlias(
  { templates, charts }: ChartNames,
  parent: string,
  called: string,
  alias: string | undefined,
): void {
  if (alias === undefined) return;
  const own = `${parent}${called}`;
  for (const names of [templates, charts]) {
    for (const [name, path] of [...names]) {
      if (name === own || name.startsWith(`${own}/`)) {
        names.set(`${parent}${alias}${name.slice(own.length)}`, path);
      }
    }
  }
}

/** The charts in a chart: folders and archives. */
function copyCharts(
  folder: string,
  within: Omit<ChartCopy, 'folder'>,
  vendored: Set<string>,
): void {
  const { tree, to } = within;
  const found = tree.find(folder);
  if (found?.type !== 'folder') return;
  for (const entry of tree.namesIn(found)) {
    const path = pathFrom(found.path, entry);
    const inside = tree.find(path);
    const target = pathFrom(to, `charts/${entry}`);
    const chart = inside?.type === 'folder' ? tree.find(pathFrom(path, 'Chart.yaml')) : undefined;
    if (chart) {
      vendored.add(
        textAt(mappingOf(tree.copy(chart, pathFrom(target, 'Chart.yaml')), chart.path), 'name') ??
          entry,
      );
      copyChartAs({ ...within, folder: path, to: target });
      continue;
    }
    if (inside?.type !== 'file') continue;
    const archive = /^(.+?)-v?\d[^/]*\.tgz$/.exec(entry)?.[1];
    if (archive !== undefined) vendored.add(archive);
    tree.copy(inside, target);
  }
}

/** Copies a file, or a folder with everything in it. */
function copyAll(
  path: string,
  to: string,
  tree: WorkTree,
  note: (to: string, from: string) => void,
  depth = 0,
): void {
  if (depth > deepest) throw new RenderRefusal(`${path} is too deep`);
  const found: FoundPath | undefined = tree.find(path);
  if (!found) throw new RenderRefusal(`${path} is a symbolic link to something that is not there`);
  if (found.type === 'file') {
    tree.copy(found, to);
    note(to, found.path);
    return;
  }
  for (const entry of tree.namesIn(found)) {
    copyAll(pathFrom(found.path, entry), pathFrom(to, entry), tree, note, depth + 1);
  }
}

function mappingOf(text: string, name: string): Record<string, unknown> {
  const [first] = readWrittenValues(text);
  const value = first && 'value' in first ? first.value : undefined;
  if (!isMapping(value)) throw new RenderRefusal(`${name} cannot be read`);
  return value;
}

function safeName(name: string): string {
  if (/^[\w][\w.-]*$/.test(name)) return name;
  throw new RenderRefusal(`a dependency is called "${name}"`);
}
