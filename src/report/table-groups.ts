import { shortHost } from '../mesh/host-name.js';
import type { LocalityShare, Prediction } from '../traffic/result.js';
import { percentCell } from './percent-cell.js';
import { regionOf } from './region-of.js';

/** The rows of one destination, as a table of their own. */
export interface TableGroup {
  title: string;
  /** The regions that are columns. */
  regions: string[];
  /** What is in none of the numbers. */
  notes: string[];
  clients: { title: string; rows: Prediction[] }[];
}

/** What a row, or a run over time, is about. */
type RowHead = Pick<
  Prediction,
  'host' | 'port' | 'subset' | 'publicHost' | 'match' | 'weight' | 'client' | 'clientLocality'
>;

/** Takes the predictions apart by destination and client, in their order; `recovered` comes last. */
export function tableGroups(predictions: readonly Prediction[]): TableGroup[] {
  const byDestination = groupBy(predictions, (row) =>
    JSON.stringify([row.host, row.port, row.subset, row.publicHost, row.route]),
  );
  return byDestination.map((rows) => ({
    title: titleOf(rows[0]),
    regions: regionsIn(rows),
    notes: rows[0]?.notes ?? [],
    clients: groupBy(rows, ({ client }) => client).map((own) => ({
      title: clientTitle(own[0]),
      rows: own.sort(
        (a, b) => Number(a.scenario === 'recovered') - Number(b.scenario === 'recovered'),
      ),
    })),
  }));
}

/** The regions that the rows name, sorted. */
export function regionsIn(rows: readonly Prediction[]): string[] {
  return [
    ...new Set(rows.flatMap(({ split }) => split.map((own) => regionOf(own.locality)))),
  ].sort();
}

/**
 * The share of a region: that of all its localities. Their ranges depend on each other, so that what is left for the
 * other regions bounds it too.
 */
export function regionShare({ split, unanswered }: Prediction, region: string): LocalityShare {
  const own = split.filter(({ locality }) => regionOf(locality) === region);
  const others = split.filter(({ locality }) => regionOf(locality) !== region);
  const result: LocalityShare = { locality: region, share: sum(own, ({ share }) => share) };
  if (own.every(({ min }) => min === undefined)) return result;
  const least = ({ min, share }: LocalityShare) => min ?? share;
  const most = ({ max, share }: LocalityShare) => max ?? share;
  const bounds = { min: sum(own, least), max: Math.min(1, sum(own, most)) };
  const left = {
    min: unanswered === 0 ? Math.max(bounds.min, 1 - sum(others, most)) : bounds.min,
    max: Math.min(bounds.max, 1 - sum(others, least)),
  };
  const isNarrower = left.min <= result.share + EPSILON && result.share - EPSILON <= left.max;
  Object.assign(result, isNarrower ? left : bounds);
  return result;
}

/** Rounding of floating-point sums. */
const EPSILON = 1e-9;

function sum(shares: readonly LocalityShare[], value: (share: LocalityShare) => number): number {
  return shares.reduce((total, share) => total + value(share), 0);
}

/** `hello-world.default:80 for example.com path /api*, 80 % of it`. */
export function titleOf(row: RowHead | undefined): string {
  if (!row) return '';
  const port = row.port === null ? '' : `:${String(row.port)}`;
  const subset = row.subset === null ? '' : ` subset ${row.subset}`;
  const via = row.publicHost === null ? ' (not routed)' : ` for ${row.publicHost}`;
  const match = row.match === null ? '' : ` ${row.match}`;
  const weight = row.weight < 1 ? `, ${percentCell(row.weight, undefined, undefined)} of it` : '';
  return `${shortHost(row.host)}${port}${subset}${via}${match}${weight}`;
}

/** Who asks, and where. */
export function clientTitle(row: RowHead | undefined): string {
  if (!row) return '';
  const { client, clientLocality } = row;
  const where = `clients entering in ${clientLocality || 'no region'}`;
  return client === clientLocality ? where : `${where} (${client})`;
}

/** Takes items apart by their keys; the groups are in the order of their first items. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(key(item));
    if (own) own.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
