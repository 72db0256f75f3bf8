import { Markup, markup } from '../markup.js';
import type { ChartPhase, DrillChart } from './chart.js';
import { phaseSummary } from './phase-summary.js';
import { bandLabels, fitting, phaseStrip } from './plot-labels.js';
import { along, down, height, strip } from './plot-scale.js';
import { roundTicks, timeLabel, timeTicks } from './ticks.js';
import { count } from './words.js';

/** What is there, however little, must be seen. */
const leastError = 3;

/**
 * Requests per second by place over time, for a box of any width: what is placed along the time is placed in percent, and
 * texts that do not fit are left out by the width of their container (`fitting`). The scale on the left stands outside of the
 * box. Each phase can be reached by the keyboard and says its numbers.
 */
export function plot(chart: DrillChart): Markup {
  return markup`<g aria-hidden="true">${shades(chart)}${phaseStrip(chart)}${scale(chart)}</g>
<svg y="${strip}" width="100%" height="${height}" viewBox="0 0 ${chart.duration} ${height}" preserveAspectRatio="none" aria-hidden="true">${layers(chart)}</svg>
<g aria-hidden="true">${errors(chart)}${chart.phases.slice(1).map((phase) => border(chart, phase))}${predictions(chart)}${bandLabels(chart)}</g>
${chart.phases.map((phase) => phaseTarget(chart, phase))}
<svg y="${strip}" width="100%" height="${height}" viewBox="0 0 ${chart.duration} ${height}" preserveAspectRatio="none" aria-hidden="true">${stepTips(chart)}</svg>`;
}

function shades(chart: DrillChart): Markup[] {
  return chart.phases.map(
    ({ name, from, to }) =>
      markup`<rect class="shade ${name}" x="${along(chart, from)}" width="${along(chart, to - from)}" height="${strip + height}"/>`,
  );
}

function scale(chart: DrillChart): Markup {
  const rates = roundTicks(chart.top);
  const times = timeTicks(chart.duration, 8);
  return markup`${rates.map((rate) => {
    const y = strip + down(chart, rate);
    return markup`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="scale" x="-8" y="${y + 4}" text-anchor="end">${count(rate)}</text>`;
  })}${times.map((time, index) => {
    const x = along(chart, time);
    const narrow = index % 3 ? fitting(560, Infinity) : '';
    const anchor = index === 0 ? 'start' : time > chart.duration * 0.96 ? 'end' : 'middle';
    return markup`<line class="tick" x1="${x}" x2="${x}" y1="${strip + height}" y2="${strip + height + 4}"/><text class="scale ${narrow}" x="${x}" y="${strip + height + 18}" text-anchor="${anchor}">${timeLabel(time, chart.duration)}</text>`;
  })}`;
}

function layers(chart: DrillChart): Markup[] {
  return chart.places.map(({ color }, index) => {
    const edge = (until: number) =>
      chart.steps.map(({ answered }) => down(chart, sum(answered.slice(0, until))));
    const upper = stepsPath(chart, edge(index + 1));
    const area = Markup.own(upper + backPath(chart, edge(index)));
    return markup`<path class="place${color}" d="${area}"/><path class="edge edge${color}" d="${Markup.own(upper)}"/>`;
  });
}

function stepsPath({ steps }: DrillChart, heights: readonly number[]): string {
  const parts = steps.map(({ to }, index) => {
    const y = short(heights[index] ?? 0);
    if (index === 0) return `M0 ${y}H${short(to)}`;
    return y === short(heights[index - 1] ?? 0) ? `H${short(to)}` : `V${y}H${short(to)}`;
  });
  return parts.join('').replace(/(?:H[\d.]+)+(?=H)/g, '');
}

function backPath({ steps }: DrillChart, heights: readonly number[]): string {
  const parts = steps.map(({ from }, index) => `V${short(heights[index] ?? 0)}H${short(from)}`);
  return `${parts.reverse().join('')}Z`;
}

/** On top of the layers; a run of equal steps is one box. */
function errors(chart: DrillChart): Markup[] {
  return chart.steps.flatMap(({ from, to, answered, errors: failed }) => {
    if (failed <= 0) return [];
    const bottom = down(chart, sum(answered));
    const y = Math.min(down(chart, sum(answered) + failed), bottom - leastError);
    const box = markup`x="${along(chart, from)}" y="${strip + y}" width="${along(chart, to - from)}" height="${bottom - y}"`;
    return [markup`<rect class="failed" ${box}/><rect fill="url(#failed)" ${box}/>`];
  });
}

function border(chart: DrillChart, { from }: ChartPhase): Markup {
  const x = along(chart, from);
  return markup`<line class="border" x1="${x}" x2="${x}" y1="0" y2="${strip + height}"/>`;
}

function predictions(chart: DrillChart): Markup[] {
  return chart.phases.flatMap(({ from, to, lines }) =>
    lines.map(({ at, min, max }) => {
      const y = strip + down(chart, at);
      const x = markup`x1="${along(chart, from)}" x2="${along(chart, to)}" y1="${y}" y2="${y}"`;
      const upper = strip + down(chart, max);
      const isRange = max - min > chart.top / 100;
      return markup`${isRange && markup`<rect class="range" x="${along(chart, from)}" width="${along(chart, to - from)}" y="${upper}" height="${strip + down(chart, min) - upper}"/>`}<line class="casing" ${x}/><line class="predicted" ${x}/>`;
    }),
  );
}

function phaseTarget(chart: DrillChart, phase: ChartPhase): Markup {
  const { from, to } = phase;
  return markup`<rect class="target" tabindex="0" role="img" aria-label="${phaseSummary(chart, phase)}" x="${along(chart, from)}" y="1" width="${along(chart, to - from)}" height="${strip + height - 2}" rx="3"/>`;
}

/** What a pointer on the picture tells; for all others there is the table. */
function stepTips(chart: DrillChart): Markup[] {
  const { places, duration } = chart;
  return chart.steps.map(({ from, to, answered, errors: failed }) => {
    const rates = places.map(({ name }, index) => `${name} ${rateText(answered[index] ?? 0)}/s`);
    const text = `${timeLabel(from, duration)}: ${[...rates, `failed ${rateText(failed)}/s`].join(', ')}`;
    return markup`<rect class="step" x="${from}" width="${to - from}" height="${height}"><title>${text}</title></rect>`;
  });
}

function rateText(rate: number): string {
  return String(+rate.toFixed(1));
}

function short(value: number): string {
  return String(+value.toFixed(1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
