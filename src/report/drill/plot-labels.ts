import { markup, type Markup } from '../markup.js';
import { shortenShown } from '../shorten.js';
import type { ChartPhase, DrillChart } from './chart.js';
import { along, down, strip } from './plot-scale.js';
import { count, share } from './words.js';

/** Widths of a container, in pixels, between which texts come and go. */
export const widths = [
  80, 120, 160, 200, 240, 320, 400, 480, 560, 640, 720, 800, 960, 1120, 1280, 1600,
];
const widest = 1600;

/** Pixels of a character, on average and generously, and around a text. */
const character = 7;
const padding = 14;

/** Lower layers have no room for a text, in pixels. */
const leastHeight = 22;

/** Names in the picture are cut here; the legend has more. */
const longest = 24;

/** The classes of what is to be seen only in a container of so many pixels and more, but less than so many. */
export function fitting(from: number, until: number): string {
  const first = widths.find((width) => width >= from);
  const end = widths.find((width) => width >= until);
  return [
    ...(first === undefined ? [] : [`from${first}`]),
    ...(end === undefined ? [] : [`until${end}`]),
  ].join(' ');
}

/** The width of container that a text needs in a part of it. */
function needed(text: string, part: number): number {
  return part > 0 ? (text.length * character + padding) / part : Infinity;
}

/** Of several texts the first that fits; each as it is wanted for its widths of container. */
function firstFitting(
  texts: readonly string[],
  part: number,
  write: (text: string, classes: string) => Markup,
): Markup[] {
  let until = Infinity;
  return texts.flatMap((text) => {
    const from = needed(text, part);
    if (from >= until || from > widest) return [];
    const label = write(text, fitting(from, until));
    until = from;
    return [label];
  });
}

/** Above the picture: what each phase is called, and how many requests failed in it. */
export function phaseStrip(chart: DrillChart): Markup[] {
  return chart.phases.map((phase) => {
    const { name, number, from, to, failed } = phase;
    const part = (to - from) / chart.duration;
    const x = along(chart, (from + to) / 2);
    const mark = String(number);
    return markup`${firstFitting(
      [`${mark} ${name}`, mark],
      part,
      (text, classes) =>
        markup`<text class="phase ${classes}" x="${x}" y="16" text-anchor="middle">${text}</text>`,
    )}${
      failed > 0 &&
      firstFitting(
        [`${count(failed)} failed`, count(failed)],
        part,
        (text, classes) =>
          markup`<text class="failures ${classes}" x="${x}" y="33" text-anchor="middle">${text}</text>`,
      )
    }`;
  });
}

/** In the layers: whose they are, and their share of the requests of the phase. */
export function bandLabels(chart: DrillChart): Markup[] {
  // Where traffic moves, an average is nowhere.
  const steady = chart.phases.filter(({ name }) => name !== 'outage' && name !== 'recovery');
  return steady.flatMap((phase) => chart.places.map((_, index) => bandLabel(chart, phase, index)));
}

function bandLabel(chart: DrillChart, phase: ChartPhase, index: number): Markup {
  const { from, to, answered } = phase;
  const rate = to > from ? phase.requests / (to - from) : 0;
  const own = answered[index] ?? 0;
  const below = answered.slice(0, index).reduce((total, value) => total + value, 0);
  const upper = down(chart, (below + own) * rate);
  const lower = down(chart, below * rate);
  const place = chart.places[index];
  if (!place || lower - upper < leastHeight) return markup``;
  const x = along(chart, (from + to) / 2);
  const y = strip + (upper + lower) / 2 + 4;
  return markup`${firstFitting(
    [`${shortenShown(place.name, longest)} ${share(own)}`, share(own)],
    (to - from) / chart.duration,
    (text, classes) =>
      markup`<text class="band on${place.color} ${classes}" x="${x}" y="${y}" text-anchor="middle">${text}</text>`,
  )}`;
}
