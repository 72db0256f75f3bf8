import { kindOf } from '../api/kinds.js';
import { percent } from '../foundation/percent.js';
import { textAt } from '../foundation/values.js';
import type { Range } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import { shortHost } from '../mesh/host-name.js';
import type { Target } from '../mesh/target.js';
import type { Project } from '../project/project.js';
import { markdownText } from '../report/markdown-text.js';
import { scenarioTitle } from '../report/scenario-title.js';
import type { Prediction } from '../traffic/result.js';
import type { Scenario } from '../traffic/scenarios.js';
import { PredictedTable, scenariosOf } from '../traffic/table.js';

/** An object that policies or routes come from. */
export interface GoverningObject {
  kind: 'DestinationRule' | 'VirtualService';
  file: string;
  namespace: string | undefined;
  name: string;
  /** From its first line up to that of the next object, or to the end of the file. */
  range: Range;
}

/** The DestinationRules and VirtualServices of a file. */
export function governingObjects(project: Project, file: string): GoverningObject[] {
  const documents = project.files.get(file)?.documents ?? [];
  return documents.flatMap((document, index) => objectOf(document, documents[index + 1]));
}

/** An object goes up to the next one of its file. */
function objectOf(document: Document, next: Document | undefined): GoverningObject[] {
  const { value, file } = document;
  const kind = kindOf(value)?.id;
  const name = textAt(value, 'metadata', 'name');
  if ((kind !== 'DestinationRule' && kind !== 'VirtualService') || name === undefined) return [];
  const namespace = textAt(value, 'metadata', 'namespace');
  const { line, column } = document.locate([]);
  const endLine = next ? next.locate([]).line : Number.MAX_SAFE_INTEGER;
  return [{ kind, file, namespace, name, range: { line, column, endLine, endColumn: 1 } }];
}

/** What is predicted where an object decides: its rows when all is well and with each region gone or failing. */
export function governedRows(project: Project, object: GoverningObject): Prediction[] {
  return project.environments.flatMap(({ mesh, name }) => {
    const scenarios = scenariosOf(mesh).filter(isTelling);
    const isMeant = (target: Target) => isGoverned(target, object);
    const table = new PredictedTable(mesh, scenarios, { isMeant, environment: name });
    return [...table.rows()].map(({ prediction }) => prediction);
  });
}

function isTelling({ name }: Scenario): boolean {
  return name === 'healthy' || /^(?:scaled-to-zero|failing):/.test(name);
}

function isGoverned({ policies, route }: Target, object: GoverningObject): boolean {
  const resources =
    object.kind === 'DestinationRule'
      ? policies.flatMap(({ merged }) => merged.rules)
      : route
        ? [route.virtualService]
        : [];
  return resources.some(
    ({ document, name }) => document.file === object.file && name === object.name,
  );
}

/** A table in Markdown: where requests go, and where they went before the change that is not saved. */
export function hoverText(now: readonly Prediction[], saved: readonly Prediction[]): string {
  const before = new Map(saved.map((row) => [keyOf(row), markdownText(cellOf(row))]));
  const rows = now.slice(0, most).map((row) => {
    const cell = markdownText(cellOf(row));
    const old = before.get(keyOf(row));
    const change = old === undefined || old === cell ? cell : `**${cell}** (saved: ${old})`;
    const { host, port, client, scenario } = row;
    const cells = [`${shortHost(host)}:${String(port)}`, client, scenarioTitle(scenario)];
    return `| ${cells.map((text) => markdownText(text)).join(' | ')} | ${change} |`;
  });
  const more = now.length - rows.length;
  return [
    '| destination | client | outage | requests |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `and ${more} more rows`] : []),
  ].join('\n');
}

/** Rows that an editor shows well. */
const most = 24;

/** Where requests go when a region is gone, in a few words; undefined where nothing is predicted. */
export function lensText(rows: readonly Prediction[]): string | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const own = rows.filter(({ client, host, port }) => {
    return client === first.client && host === first.host && port === first.port;
  });
  const parts = own.flatMap((row) => {
    const region = /^scaled-to-zero:(.*)$/.exec(row.scenario)?.[1];
    return region === undefined ? [] : [`${region} down: ${cellOf(row)}`];
  });
  return parts.length > 0 ? [...new Set(parts)].slice(0, 4).join('; ') : undefined;
}

function keyOf({ host, port, subset, publicHost, route, client, scenario }: Prediction): string {
  return JSON.stringify([host, port, subset, publicHost, route, client, scenario]);
}

function cellOf({ split, errors, reason = 'not checked' }: Prediction): string {
  if (errors === null) return `not checked: ${reason}`;
  const shares = split
    .filter(({ share }) => share > 0.0005)
    .map(({ locality, share }) => `${percent(share)} ${locality}`);
  const failing = errors > 0.0005 ? [`${percent(errors)} fail`] : [];
  return [...shares, ...failing].join(', ') || 'nobody';
}
