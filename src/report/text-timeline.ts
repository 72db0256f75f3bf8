import { plural } from '../foundation/plural.js';
import type { TargetTimeline } from '../traffic/target-timeline.js';
import type { Paint } from './paint.js';
import { levelOf, placeOf } from './places.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';
import { sparkline } from './sparkline.js';
import { clientTitle, destinationTitle } from './table-groups.js';
import { textWidth, wrap } from './wrap.js';

/** Bars of a line at most. */
const barSigns = 60;

/** A block for each run: bars for each region, or zone of the only one, and for the errors, then the times in words. */
export function* textTimelines(
  timelines: Iterable<TargetTimeline>,
  style: Paint,
  width = textWidth,
): Generator<string> {
  for (const run of timelines) yield block(run, style, width);
}

function block(run: TargetTimeline, style: Paint, width: number): string {
  const head = `${destinationTitle(run)}, ${clientTitle(run)}: ${scenarioTitle(run.scenario)}${when(run)}`;
  const reason = run.reason === undefined ? [] : wrap(safeText(run.reason), width - 2);
  const lines = run.requests === 0 ? reason : [...bars(run, style), ...reason, ...words(run)];
  return [style.strong(safeText(head)), ...lines.map((line) => `  ${line}`)].join('\n');
}

function when({ begin, end, duration }: TargetTimeline): string {
  if (begin === null) return '';
  const until = end === null || end >= duration ? '' : ` to ${end} s`;
  return ` from ${begin} s${until}`;
}

function bars({ perSecond, duration }: TargetTimeline, style: Paint): string[] {
  const { requests, errors, localities } = perSecond;
  const step = Math.max(1, Math.ceil(requests.length / barSigns));
  const all = sums(requests, step);
  const shares = (counts: readonly number[]) =>
    sums(counts, step).map((count, index) => (all[index] ? count / all[index] : 0));
  const level = levelOf(localities.map(({ locality }) => locality));
  const places = [...new Set(localities.map(({ locality }) => placeOf(locality, level)))];
  const rows: [string, number[]][] = places.map((place) => {
    const own = localities.filter(({ locality }) => placeOf(locality, level) === place);
    return [place, requests.map((_, second) => sum(own.map((one) => one.requests[second] ?? 0)))];
  });
  const width = Math.max(...rows.map(([name]) => safeText(name).length), 'errors'.length) + 2;
  const scale = `one bar for ${step === 1 ? 'each second' : `${step} s`}, ${duration} s`;
  const line = (name: string, counts: readonly number[]) =>
    `${safeText(name).padEnd(width)}${sparkline(shares(counts))}`;
  const failing = line('errors', errors);
  return [
    ...rows.map(([name, counts]) => line(name, counts)),
    `${sum(errors) > 0 ? style.error(failing) : failing}  at most ${Math.max(0, ...errors)}/s`,
    `${''.padEnd(width)}${style.faint(scale)}`,
  ];
}

function words(run: TargetTimeline): string[] {
  const { begin, end, duration, requests, errors, rps, cliff } = run;
  const { overflow = 0, timeouts = 0 } = run;
  const { shiftAfter, failoverAfter, failedBeforeFailover, failbackAfter } = run;
  const lines: string[] = [];
  if (begin !== null) {
    const shift = shiftAfter === null ? '' : `traffic shifts after ${seconds(shiftAfter)}; `;
    lines.push(
      failoverAfter === null
        ? `${shift}some requests keep going to endpoints that fail: ${plural(failedBeforeFailover, 'failed request')}`
        : `${shift}100 % on endpoints that answer after ${seconds(failoverAfter)}, with ` +
            `${plural(failedBeforeFailover, 'failed request')} until then`,
    );
  }
  const later = errors - failedBeforeFailover - overflow - timeouts;
  if (failoverAfter !== null && later > 0) {
    lines.push(`${later} more fail later, when ejected endpoints return and fail again`);
  }
  if (end !== null && end < duration) {
    lines.push(
      failbackAfter === null
        ? `not back to the split of before within ${duration - end} s after the recovery`
        : `back to the split of before ${seconds(failbackAfter)} after the recovery`,
    );
  }
  const loss = `${((errors / requests) * 100).toFixed(1).replace(/\.0$/, '')} %`;
  lines.push(`${errors} of ${requests} requests fail: ${loss} (${number(rps)} requests/s)`);
  if (overflow > 0) {
    lines.push(
      `${overflow} of them get 503 at once, because a limit of the connectionPool is reached`,
    );
  }
  if (timeouts > 0) lines.push(`${timeouts} of them get 504 after a timeout`);
  if (cliff) {
    lines.push(
      cliff.isAvalanche
        ? `avalanche: from about ${number(cliff.rate * 100)} % errors on, more than 5 % of the requests fail`
        : 'no avalanche: the errors stay about as many as they are',
    );
  }
  return lines;
}

function sums(values: readonly number[], step: number): number[] {
  return Array.from({ length: Math.ceil(values.length / step) }, (_, index) =>
    sum(values.slice(index * step, (index + 1) * step)),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function seconds(value: number): string {
  return `${value.toFixed(1).replace(/\.0$/, '')} s`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(2)));
}
