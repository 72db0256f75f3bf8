import { behaviourMarkdown } from './behaviour-markdown.js';
import { room } from './budget.js';
import type {
  DeployedCluster,
  DeployedObject,
  DeploymentDocument,
  Note,
} from './deployment-document.js';
import { unlinked } from './markdown-place.js';
import { markdownCode, markdownLines, markdownText, markdownWithin } from './markdown-text.js';
import { omitted, withinBytes } from './within-bytes.js';

/**
 * A deployment for a page, never longer than `maxBytes`: the result, what callers notice, then the clusters with their objects, field
 * by field. What has no room is counted.
 */
export function deploymentMarkdown(document: DeploymentDocument, maxBytes: number): string {
  const { title, isFine, verdict, behaviour, clusters, isOverview } = document;
  const words = markdownWithin(
    verdict,
    room('deployment', 'frame', maxBytes) - frame,
    markdownLines,
  );
  const head = `**${isFine ? '✅' : '❌'} ${title}**: ${words}\n\n`;
  const notes = withinBytes(
    inOrder(document.notes),
    room('deployment', 'notes', maxBytes),
    (note) => `${mark(note)} ${wordsOf(note)}\n\n`,
  );
  const changes = behaviour
    ? behaviourMarkdown(behaviour, room('deployment', 'behaviour', maxBytes))
    : '';
  const objects = room('deployment', 'objects', maxBytes);
  const fields = room('deployment', 'fields', maxBytes);
  const shown = isOverview ? clusters.flatMap(changedFields) : clusters;
  const bytes = isOverview ? fields : objects + fields;
  const folded = withinBytes(shown, bytes, (cluster) =>
    foldedCluster(cluster, bytes / Math.max(1, shown.length)),
  );
  return [
    head,
    notes.text,
    omitted(notes.left, 'note'),
    changes,
    isOverview ? overview(clusters, objects) : '',
    folded.text,
    omitted(folded.left, 'cluster'),
  ].join('');
}

/** All objects of all clusters in one table. */
function overview(clusters: readonly DeployedCluster[], maxBytes: number): string {
  const rows = clusters.flatMap(
    ({ name, about = '', state, problem, problemState = 'failed', objects, unchanged }) => [
      ...(state === undefined
        ? []
        : [() => row([markdownText(name), '', markdownText(state), markdownText(about)])]),
      ...(problem === undefined
        ? []
        : [() => row([markdownText(name), '', `**${problemState}**`, markdownLines(problem)])]),
      ...objects.map((object) => () => {
        // What is true of the whole cluster is in its own row.
        const notes = object.notes.filter(({ text }) => text !== problem);
        const said = [...notes, ...object.warnings].map(wordsOf).join('<br>');
        return row([markdownText(name), titleOf(object), stateOf(object), said]);
      }),
      ...(unchanged > 0 ? [() => row([markdownText(name), '', `${unchanged} unchanged`, ''])] : []),
    ],
  );
  const table = withinBytes(rows, maxBytes, (text) => text());
  return `${row(['cluster', 'object', 'result', ''])}${row(['---', '---', '---', '---'])}${table.text}\n${omitted(table.left, 'row')}`;
}

/** A cluster with only the objects of which fields change; nothing where there are none. */
function changedFields(cluster: DeployedCluster): DeployedCluster[] {
  const objects = cluster.objects
    .filter(({ fields }) => fields.length > 0)
    .map((object) => ({ ...object, notes: [], warnings: [] }));
  const { name, detail } = cluster;
  return objects.length > 0 ? [{ name, detail, objects, unchanged: 0 }] : [];
}

/** The most severe first: what has no room is what matters least. */
function inOrder(notes: readonly Note[]): Note[] {
  const rank = ({ style }: Note) => (style === 'error' ? 0 : style === 'warning' ? 1 : 2);
  return notes.toSorted((a, b) => rank(a) - rank(b));
}

function foldedCluster(cluster: DeployedCluster, maxBytes: number): string {
  const { name, detail, about = '', problem, objects, unchanged } = cluster;
  const summary = problem === undefined ? countOf(objects, unchanged) : markdownLines(problem);
  const lines = [detail, about].filter((text) => text !== '').map((text) => markdownText(text));
  const head = `<details><summary>${markdownText(name)}: ${summary}</summary>\n\n${lines.join('<br>')}\n\n`;
  const rows = withinBytes(objects, maxBytes - Buffer.byteLength(head) - frame, objectRows);
  const titles = ['', 'object', 'field', 'before', 'after', 'last written by'];
  const table =
    objects.length === 0 ? '' : `${row(titles)}${row(titles.map(() => '---'))}${rows.text}\n`;
  return `${head}${table}${omitted(rows.left, 'object')}</details>\n\n`;
}

/** For the titles of the table, the count of what was omitted, and the end of the fold. */
const frame = 300;

/** `2 changed, 1 failed, 3 unchanged`. */
function countOf(objects: readonly DeployedObject[], unchanged: number): string {
  const counts = new Map<string, number>();
  for (const { state } of objects) counts.set(state, (counts.get(state) ?? 0) + 1);
  if (unchanged > 0) counts.set('unchanged', (counts.get('unchanged') ?? 0) + unchanged);
  return [...counts].map(([state, count]) => `${count} ${markdownText(state)}`).join(', ');
}

function objectRows(object: DeployedObject): string {
  const { place, notes, fields, warnings } = object;
  const where = place ? `<br>${unlinked(place)}` : '';
  const said = [...notes, ...warnings].map(wordsOf).join('<br>');
  const lines = fields.map(({ path, before, after, writers }) =>
    row([
      '',
      '',
      markdownCode(path),
      markdownCode(before),
      markdownCode(after),
      markdownText(writers),
    ]),
  );
  return row([stateOf(object), titleOf(object) + where, said, '', '', '']) + lines.join('');
}

function stateOf({ state, style }: DeployedObject): string {
  return style === 'error' ? `**${state}**` : state;
}

function titleOf({ kind, namespace, name }: DeployedObject): string {
  const title = namespace === '' ? name : `${namespace}/${name}`;
  return `${markdownText(kind)} ${markdownCode(title)}`;
}

function mark({ style }: Note): string {
  if (style === 'good') return '✅';
  return style === 'error' ? '❌' : '⚠️';
}

function wordsOf({ label, text, hasLines, place }: Note): string {
  const shown = hasLines ? markdownLines(text) : markdownText(text);
  const named = label === undefined || label === 'refused' ? shown : `${label}: ${shown}`;
  return place ? `${unlinked(place)} ${named}` : named;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
