import { clientKinds } from '../../mesh/clients/client-kinds.js';
import type { DrillOutage, DrillVerdict } from '../../drill/drill-result.js';
import { percentCell } from '../percent-cell.js';

/** A number keeps its unit on its line. */
const unbroken = '\u00a0';

/** A share of measured requests: `33.3 %`, `0 %`. */
export function share(value: number, min?: number, max?: number): string {
  return percentCell(value, min, max, '0 %').replace(' ', unbroken);
}

/** `1.4 s`, `2 min 5 s`. */
export function seconds(value: number): string {
  if (value > 0 && value < 0.05) return `<0.1${unbroken}s`;
  if (value < 120) return `${+value.toFixed(1)}${unbroken}s`;
  const whole = Math.round(value);
  const rest = whole % 60;
  const minutes = `${Math.floor(whole / 60)}${unbroken}min`;
  return rest ? `${minutes} ${rest}${unbroken}s` : minutes;
}

/** `12,000 requests`. */
export function count(value: number, word?: string): string {
  const number = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return word === undefined ? number : `${number} ${word}${value === 1 ? '' : 's'}`;
}

const done: Record<DrillOutage['kind'], string> = {
  'scaled-to-zero': 'scaled to zero',
  cordoned: 'taken out of the Service',
  unready: 'made unready',
  failing: 'made to fail',
};

/** `europe-west1 scaled to zero`. */
export function outageTitle({ locality, kind }: DrillOutage): string {
  return `${locality} ${done[kind]}`;
}

export const verdicts: Record<DrillVerdict, string> = {
  passed: 'Passed',
  failed: 'Failed',
  aborted: 'Aborted',
};

/** `21 November 2026, 10:48 UTC`; a time that cannot be read stays as it is. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A drill sends its requests to ingress gateways. */
export const drillWords = clientKinds.gateway.words;
