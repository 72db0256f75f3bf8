import { Memory } from '../foundation/memory.js';
import { addTo } from '../foundation/add-to.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import { shortHost } from '../mesh/host-name.js';
import type { LocalityShare, Outcome, PredictedTarget, RowSubject } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { scenarioTitle } from './scenario-title.js';
import { percentCell } from './percent-cell.js';
import { levelOf, placeOf, placesOf, shortScenario, type PlaceLevel } from './places.js';

/** The rows of one destination, as a table of their own. */
export interface TableGroup {
  title: string;
  columns: Columns;
  /** What is in none of the numbers. */
  notes: string[];
  clients: TableClient[];
}

/** The places that are columns: regions, or zones where a policy is about zones or all of them are in one region. */
export interface Columns {
  level: PlaceLevel;
  places: string[];
}

/** The rows of one client in it. */
export interface TableClient extends PredictedTarget {
  title: string;
}

/** The targets of each destination, in their order. */
export function destinationsOf(predictions: Iterable<PredictedTarget>): PredictedTarget[][] {
  return groupBy([...predictions], ({ subject: own }) =>
    JSON.stringify([own.environment, own.host, own.port, own.subset, own.publicHost, own.route]),
  );
}

/**
 * The table of one destination, split by client.
 *
 * @param memory One for all tables of a report.
 */
export function tableGroup(targets: readonly PredictedTarget[], memory = new Memory()): TableGroup {
  const localities = targets.flatMap(({ outcomes }) =>
    [...outcomes()].flatMap((some) => memory.of(some, localitiesIn)),
  );
  const all = [...new Set(localities)];
  const level = targets.some(({ byZone }) => byZone) ? 'zone' : levelOf(all);
  return {
    title: destinationTitle(targets[0]?.subject),
    columns: { level, places: placesOf(all, level) },
    notes: notesOf(targets[0]),
    clients: groupBy(targets, ({ subject }) => subject.client).flatMap(tableClient),
  };
}

function tableClient(targets: readonly PredictedTarget[]): TableClient[] {
  const [first] = targets;
  if (!first) return [];
  return [
    {
      title: clientTitle(first.subject),
      subject: first.subject,
      byZone: first.byZone,
      *outcomes() {
        for (const target of targets) yield* target.outcomes();
      },
    },
  ];
}

function notesOf(target: PredictedTarget | undefined): string[] {
  for (const [first] of target?.outcomes() ?? []) return first?.notes ?? [];
  return [];
}

/** Makes something of each array once, for as long as the array is there. */
export function keptByArray<T, V>(make: (items: readonly T[]) => V): (items: readonly T[]) => V {
  const memory = new Memory();
  return (items) => memory.of(items, make);
}

/** Makes the lines of clients, in the order of tables, for the columns; for targets that are alike once. */
export function lineMaker<Line extends { scenario: string }>(
  make: (row: DescribedRow, columns: Columns) => Line,
): (client: TableClient, columns: Columns) => Line[] {
  const byColumns = new Map<string, (outcomes: readonly Outcome[]) => Line[]>();
  return ({ outcomes }, columns) => {
    const key = JSON.stringify(columns);
    const lines =
      byColumns.get(key) ??
      keptByArray((some) => some.map((outcome) => make(describeRow(outcome, columns), columns)));
    byColumns.set(key, lines);
    return inTableOrder([...outcomes()].flatMap(lines));
  };
}

/** As tables show them: `recovered` comes last. */
function inTableOrder<T extends { scenario: string }>(rows: readonly T[]): T[] {
  const isLast = ({ scenario }: T) => scenario === 'recovered';
  return [...rows.filter((row) => !isLast(row)), ...rows.filter(isLast)];
}

/** The localities that the rows name, each once. */
function localitiesIn(rows: readonly Outcome[]): string[] {
  return [...new Set(rows.flatMap(({ split }) => split.map(({ locality }) => locality)))];
}

/** The columns that a row alone has. */
export function columnsOfRow(row: Outcome): Columns {
  const localities = localitiesIn([row]);
  const level = levelOf(localities);
  return { level, places: placesOf(localities, level) };
}

/**
 * The share of each place that has one: that of all its localities. Their ranges depend on each other, so that what is left for
 * the other places bounds it too.
 */
export function placeShares(
  { split, unanswered }: Outcome,
  level: PlaceLevel,
): ReadonlyMap<string, LocalityShare> {
  const hasRanges = split.some(({ min }) => min !== undefined);
  const all = { min: sum(split, least), max: sum(split, most) };
  const shares = new Map<string, LocalityShare>();
  for (const own of groupBy(split, ({ locality }) => placeOf(locality, level))) {
    const locality = placeOf(own[0]?.locality ?? '', level);
    const result: LocalityShare = { locality, share: sum(own, ({ share }) => share) };
    shares.set(locality, result);
    if (!hasRanges || own.every(({ min }) => min === undefined)) continue;
    const others = { min: all.min - sum(own, least), max: all.max - sum(own, most) };
    const bounds = { min: sum(own, least), max: Math.min(1, sum(own, most)) };
    const left = {
      min: unanswered === 0 ? Math.max(bounds.min, 1 - others.max) : bounds.min,
      max: Math.min(bounds.max, 1 - others.min),
    };
    const isNarrower = left.min <= result.share + epsilon && result.share - epsilon <= left.max;
    Object.assign(result, isNarrower ? left : bounds);
  }
  return shares;
}

/** One row of a table, whatever it is written in. */
export interface DescribedRow {
  scenario: string;
  /** The scenario in words. */
  title: string;
  /** The share of each place. */
  shares: string[];
  /** The errors. */
  failing: string;
  hasErrors: boolean;
  /** What is to be known about it, below the table. */
  reason: string | undefined;
}

export function describeRow(row: Outcome, { level, places }: Columns): DescribedRow {
  const { scenario, split, errors, errorsMin, errorsMax, reason } = row;
  const byPlace = placeShares(row, level);
  const shares = places.map((place) => {
    const { share, min, max } = byPlace.get(place) ?? { share: 0 };
    return split.length ? percentCell(share, min, max) : 'undefined';
  });
  const failing = errors === null ? 'undefined' : percentCell(errors, errorsMin, errorsMax, '0 %');
  return {
    scenario,
    title: scenarioTitle(shortScenario(scenario, places)),
    shares,
    failing,
    hasErrors: hasErrors(row),
    reason,
  };
}

/** The number of a note below a table, from 1; the same reason has the same. */
export function noteNumber(notes: Map<string, number>, reason: string): number {
  const number = notes.get(reason) ?? notes.size + 1;
  notes.set(reason, number);
  return number;
}

/** Rounding of floating-point sums. */
const epsilon = 1e-9;

function least({ min, share }: LocalityShare): number {
  return min ?? share;
}

function most({ max, share }: LocalityShare): number {
  return max ?? share;
}

function sum(shares: readonly LocalityShare[], value: (share: LocalityShare) => number): number {
  return shares.reduce((total, share) => total + value(share), 0);
}

/** `hello-world.default:80 for example.com path /api*, 80 % of it`. */
export function destinationTitle(row: RowSubject | undefined): string {
  if (!row) return '';
  const port = row.port === null ? '' : `:${row.port}`;
  const subset = row.subset === null ? '' : ` subset ${row.subset}`;
  const via = row.publicHost === null ? ' (not routed)' : ` for ${row.publicHost}`;
  const match = row.match === null ? '' : ` ${row.match}`;
  const weight = row.weight < 1 ? `, ${percentCell(row.weight, undefined, undefined)} of it` : '';
  const environment = row.environment === undefined ? '' : ` in ${row.environment}`;
  return `${shortHost(row.host)}${port}${subset}${via}${match}${weight}${environment}`;
}

/** Where the requests of a client come in, and its name. */
export function clientTitle(row: RowSubject | undefined): string {
  if (!row) return '';
  const { client, clientKind, clientLocality } = row;
  const where = clientKinds[clientKind].words.clients(clientLocality);
  return client === clientLocality ? where : `${where} (${client})`;
}

/** Takes items apart by their keys; the groups are in the order of their first items. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) addTo(groups, key(item), item);
  return [...groups.values()];
}
