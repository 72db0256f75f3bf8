import type { EndpointConfig } from '../config/config.js';
import type { HostInventory, InventoryResult } from '../inventory/inventory-result.js';
import type { MeasuredLoad } from '../inventory/measured-load.js';
import { plural } from '../foundation/plural.js';
import { paint, type Paint } from './paint.js';
import { safeText } from '../foundation/safe-text.js';
import { textWidth, wrap } from './wrap.js';

/** An inventory for people: where each host runs, and what of it the configuration does not say. */
export function inventoryText(
  result: InventoryResult,
  { color, quiet }: { color: boolean; quiet: boolean },
): string {
  const style = paint(color);
  const { clusters, hosts, warnings } = result;
  const shown = quiet ? hosts.filter(({ result: one }) => one !== 'unchanged') : hosts;
  const sites = clusters
    .filter(({ changes }) => changes.length > 0)
    .map(({ cluster, changes }) =>
      [style.strong(`cluster ${safeText(cluster)}`), ...changes.map(siteLine)].join('\n'),
    );
  const notes = warnings.map((text) => {
    return wrap(`${style.warning('warning')} ${safeText(text)}`, textWidth).join('\n  ');
  });
  const blocks = [
    ...sites,
    ...shown.map((host) => hostBlock(host, result, style)),
    ...(result.load ? [loadBlock(result.load, style)] : []),
    ...(quiet ? [] : notes),
    conclusion(result),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Rates and times as the configuration would have them. */
function loadBlock({ source, window, rates, latencies }: MeasuredLoad, style: Paint): string {
  const over = window === '' ? '' : `, over ${safeText(window)}`;
  const at = ({ host, cluster, locality }: { host: string; cluster: string; locality: string }) =>
    safeText(`${host} ${cluster}${locality === '' ? '' : ` (${locality})`}`);
  const lines = [
    ...rates.map((one) => `  clients: rps ${one.rps} to ${at(one)}`),
    ...latencies.map((one) => `  endpoints: latencyMs ${one.latencyMs} of ${at(one)}`),
  ];
  const none = lines.length === 0 ? ['  nothing about these hosts'] : [];
  return [style.strong(`load, from ${safeText(source)}${over}`), ...lines, ...none].join('\n');
}

function siteLine({
  key,
  committed,
  found,
}: InventoryResult['clusters'][number]['changes'][number]): string {
  const before = committed === undefined ? 'not written' : safeText(String(committed));
  return `  ${key}: ${safeText(String(found))} (${before} so far)`;
}

function hostBlock(
  { host, result, endpoints, changes }: HostInventory,
  { file }: InventoryResult,
  style: Paint,
): string {
  const head = `${style.strong(safeText(host))}  ${style[styleOfResult[result]](wordsOfResult[result](file))}`;
  const lines = endpoints.map((one) => {
    const unready = one.unready > 0 ? `, ${one.unready} of them not ready` : '';
    return `  ${String(one.count).padStart(4)} ${placeOf(one)}${unready}`;
  });
  const differing = changes.map(({ endpoint, committed, found }) => {
    const words = `${placeOf(endpoint)}: ${found}, not ${committed}`;
    return `       ${style.warning(words)}`;
  });
  const isEmpty = endpoints.length === 0 && (result === 'added' || result === 'changed');
  const empty = isEmpty
    ? [`       ${style.warning('no endpoint in any cluster: every request to it fails')}`]
    : [];
  return [head, ...lines, ...empty, ...(result === 'changed' ? differing : [])].join('\n');
}

const styleOfResult: Record<HostInventory['result'], keyof Paint> = {
  unchanged: 'faint',
  changed: 'warning',
  added: 'warning',
  gone: 'warning',
  unknown: 'notice',
};

const wordsOfResult: Record<HostInventory['result'], (file: string) => string> = {
  unchanged: (file) => `as in ${safeText(file)}`,
  changed: (file) => `not as in ${safeText(file)}`,
  added: (file) => `not in ${safeText(file)}`,
  gone: () => 'in no cluster any more',
  unknown: () => 'no Service of any cluster',
};

function placeOf({ locality, cluster, weight, labels, ...rest }: EndpointConfig): string {
  const { network, workloadEntry, mtls } = rest;
  const more = [
    ...Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(weight === undefined || weight === 1 ? [] : [`weight ${weight}`]),
    ...(network === undefined ? [] : [`network ${network}`]),
    ...(workloadEntry === true ? ['WorkloadEntry'] : []),
    ...(mtls === undefined ? [] : [mtls ? 'with mTLS' : 'without mTLS']),
  ];
  const where = `${locality || 'no locality'}${cluster === undefined ? '' : ` in ${cluster}`}`;
  return safeText(`${where}${more.length > 0 ? ` (${more.join(', ')})` : ''}`);
}

function conclusion({ drifted, file, written, hosts, readAt }: InventoryResult): string {
  const when = `read at ${readAt}`;
  if (written !== null) return `Wrote ${safeText(written)}, ${when}.`;
  if (!drifted) return `${safeText(file)} says what the clusters say, ${when}.`;
  const number = hosts.filter(({ result }) => ['changed', 'added', 'gone'].includes(result)).length;
  const what = plural(number, 'host');
  return (
    `${safeText(file)} has drifted (${what}), ${when}. ` +
    'To bring it up to date: mesh-failover inventory --from-clusters'
  );
}
