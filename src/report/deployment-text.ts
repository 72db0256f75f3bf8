import { behaviourText } from './behaviour-text.js';
import type {
  DeployedCluster,
  DeployedField,
  DeployedObject,
  DeploymentDocument,
  Note,
  NotePlace,
} from './deployment-document.js';
import { paint, type Paint } from './paint.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** A deployment for people: what callers notice first, then each cluster with its objects, then the result. */
export function deploymentText(document: DeploymentDocument, color: boolean): string {
  const style = paint(color);
  const { behaviour, clusters, notes, stateWidth, verdict } = document;
  const blocks = [
    ...(behaviour ? behaviourText(behaviour, style) : []),
    ...clusters.map((cluster) => clusterText(cluster, stateWidth, style)),
    ...notes.map((note) => noteText(note, style)),
    safeLines(verdict),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function clusterText(cluster: DeployedCluster, stateWidth: number, style: Paint): string {
  const { name, detail, about, state, problem, objects, unchanged } = cluster;
  const known = [state, about].filter((text) => text !== undefined).join(': ');
  return [
    `${style.strong(safeText(name))} ${style.faint(safeText(detail))}`,
    ...(known === '' ? [] : [`  ${style.faint(safeText(known))}`]),
    ...(problem === undefined ? [] : [`  ${style.error(safeLines(problem))}`]),
    ...objects.flatMap((object) => objectLines(object, stateWidth, style)),
    ...(unchanged > 0 ? [`  ${style.faint(`${unchanged} unchanged`)}`] : []),
  ].join('\n');
}

function objectLines(object: DeployedObject, stateWidth: number, style: Paint): string[] {
  const {
    state,
    kind,
    namespace,
    name,
    suffix = '',
    place: file,
    notes,
    fields,
    warnings,
  } = object;
  const place = namespace === '' ? '' : `${safeText(namespace)}/`;
  const title = `${safeText(kind)} ${place}${safeText(name)}${suffix}`;
  const where = file ? ` ${placeText(file, style)}` : '';
  return [
    `  ${style[object.style](state.padEnd(stateWidth))} ${title}${where}`,
    ...notes.map((note) => `    ${noteText(note, style)}`),
    ...fields.map((field) => `    ${fieldText(field, style)}`),
    ...warnings.map((note) => `    ${noteText(note, style)}`),
  ];
}

function fieldText({ path, before, after, writers }: DeployedField, style: Paint): string {
  const by = writers === '' ? '' : ` ${style.faint(safeText(`(${writers})`))}`;
  return `${safeText(path)}: ${style.error(safeText(before))} → ${style.good(safeText(after))}${by}`;
}

function noteText({ label, style: own, text, hasLines, place }: Note, style: Paint): string {
  const shown = hasLines ? safeLines(text) : safeText(text);
  const painted = own === undefined ? same : style[own];
  const where = place ? `${placeText(place, style)} ` : '';
  return where + (label === undefined ? painted(shown) : `${painted(label)} ${shown}`);
}

function placeText({ file, line, column }: NotePlace, style: Paint): string {
  return style.faint(safeText(`${file}:${line}:${column}`));
}

function same(text: string): string {
  return text;
}
