import { shortHost } from '../mesh/host-name.js';
import { parseLocality } from '../mesh/locality.js';
import type { LocalityShare, Prediction } from '../traffic/result.js';

/** The rows of one destination, as a table of their own. */
export interface TableGroup {
  title: string;
  /** The regions that are columns. */
  regions: string[];
  clients: { title: string; rows: Prediction[] }[];
}

/** Takes the predictions apart by destination and client, in their order; `recovered` comes last. */
export function tableGroups(predictions: readonly Prediction[]): TableGroup[] {
  const byDestination = groupBy(predictions, (row) =>
    JSON.stringify([row.host, row.port, row.subset, row.publicHost, row.route]),
  );
  return byDestination.map((rows) => ({
    title: titleOf(rows[0]),
    regions: [
      ...new Set(rows.flatMap(({ split }) => split.map((own) => regionOf(own.locality)))),
    ].sort(),
    clients: groupBy(rows, ({ client }) => client).map((own) => ({
      title: clientTitle(own[0]),
      rows: own.sort(
        (a, b) => Number(a.scenario === 'recovered') - Number(b.scenario === 'recovered'),
      ),
    })),
  }));
}

/** The share of a region: that of all its localities. */
export function regionShare({ split }: Prediction, region: string): LocalityShare {
  const own = split.filter(({ locality }) => regionOf(locality) === region);
  const sum = (value: (share: LocalityShare) => number) =>
    own.reduce((total, share) => total + value(share), 0);
  const result: LocalityShare = { locality: region, share: sum(({ share }) => share) };
  if (own.every(({ min }) => min === undefined)) return result;
  result.min = sum(({ min, share }) => min ?? share);
  result.max = Math.min(
    1,
    sum(({ max, share }) => max ?? share),
  );
  return result;
}

function regionOf(locality: string): string {
  return parseLocality(locality).region || '(no region)';
}

function titleOf(row: Prediction | undefined): string {
  if (!row) return '';
  const port = row.port === null ? '' : `:${String(row.port)}`;
  const subset = row.subset === null ? '' : ` subset ${row.subset}`;
  const via = row.publicHost === null ? ' (not routed)' : ` for ${row.publicHost}`;
  return `${shortHost(row.host)}${port}${subset}${via}`;
}

function clientTitle(row: Prediction | undefined): string {
  if (!row) return '';
  const { client, clientLocality } = row;
  const where = `clients entering in ${clientLocality || 'no region'}`;
  return client === clientLocality ? where : `${where} (${client})`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(key(item));
    if (own) own.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
