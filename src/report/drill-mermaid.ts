import type { DrillResult } from '../drill/drill-result.js';
import { drillCharts, type ChartStep, type DrillChart } from './drill/chart.js';
import { drillWords, outageTitle } from './drill/words.js';
import { markdownText } from './markdown-text.js';
import { omitted, withinBytes } from './within-bytes.js';

/** Bars of a chart: as many as have room for their times below them. */
const mostBars = 40;

/** With more of them a page would be slow. */
const mostCharts = 12;

/** Names are cut here. */
const longest = 120;

/** A chart has no legend of its own; a square of about its colour stands in the text for each layer. */
const placeSigns: [square: string, color: string][] = [
  ['🟦', '#3f7fdc'],
  ['🟩', '#6cbf70'],
  ['🟪', '#9b6bd3'],
  ['🟨', '#e8c341'],
  ['🟧', '#f0933a'],
  ['🟫', '#9c6644'],
  ['⬜', '#b9c2cc'],
];
const unknown: [string, string] = ['⬛', '#596570'];
const failed: [string, string] = ['🟥', '#d93a45'];
const predicted = '#20242b';

/** With numbers on its axis a bar of nothing would have a height; the axis's title says how far it goes. */
const layout = {
  ...{ width: 900, height: 320 },
  xAxis: { labelFontSize: 10 },
  yAxis: { showLabel: false, showTick: false },
};

/**
 * Markdown with a Mermaid chart for each outage and client, for a job summary: requests per second by place, stacked, with the
 * failed ones on top and the prediction as a line. Text from outside stands beside the charts, never in them.
 */
export function drillMermaid(result: DrillResult, maxBytes: number): string {
  const charts = result.scenarios.flatMap((scenario) => drillCharts(result, scenario));
  const shown = charts.filter(({ steps }) => steps.length > 0).slice(0, mostCharts);
  const { text, left } = withinBytes(shown, maxBytes, block);
  return text + omitted(left + charts.length - shown.length, 'chart');
}

function block(chart: DrillChart): string {
  const { scenario, clientLocality, places } = chart;
  const name = (text: string) => markdownText(text, longest);
  const legend = [
    ...places.map((place) => `${colorsOf(place.color)[0]} ${name(place.name)}`),
    `${failed[0]} failed`,
    ...(linesOf(chart).length ? ['— predicted'] : []),
  ].join(', ');
  return [
    `**${name(outageTitle(scenario.outage))}**, ${drillWords.requests(clientLocality && name(clientLocality))}: ${legend}\n\n`,
    `\`\`\`mermaid\n${xyChart(chart)}\`\`\`\n\n`,
  ].join('');
}

/** Bars in front of each other look like a stack: each is as high as its layer and all below it, the highest first. */
function xyChart(chart: DrillChart): string {
  const { places, duration } = chart;
  const steps = barsOf(chart);
  const until = (layers: number) => (step: ChartStep) => sum(step.answered.slice(0, layers));
  const bars = [
    { color: failed[1], height: (step: ChartStep) => sum(step.answered) + step.errors },
    ...places
      .map(({ color }, index) => ({ color: colorsOf(color)[1], height: until(index + 1) }))
      .reverse(),
  ];
  const lines = linesOf(chart);
  const most = Math.max(1, ...steps.map((step) => sum(step.answered) + step.errors));
  const palette = [...bars.map(({ color }) => color), ...lines.map(() => predicted)].join(', ');
  const values = (numbers: readonly number[]) => `[${numbers.map(short).join(', ')}]`;
  return [
    `%%{init: ${JSON.stringify({ xyChart: layout, themeVariables: { xyChart: { plotColorPalette: palette } } })}}%%`,
    'xychart-beta',
    `  x-axis ${timeAxis(steps, duration)}`,
    `  y-axis "0 to ${short(most)} requests per second" 0 --> ${short(most)}`,
    ...bars.map(({ height }) => `  bar ${values(steps.map(height))}`),
    ...lines.map((line) => `  line ${values(steps.map(line))}`),
    '',
  ].join('\n');
}

/** Every bar has a label of its own: of equal ones there would be only one bar. */
function timeAxis(steps: readonly ChartStep[], duration: number): string {
  const [unit, seconds] = duration > 600 ? ['minutes', 60] : ['seconds', 1];
  return `"${unit}" [${steps.map(({ from }) => short(from / seconds)).join(', ')}]`;
}

/** The steps of the chart, several of them as one where they are too many. */
function barsOf({ steps }: DrillChart): ChartStep[] {
  const size = Math.ceil(steps.length / mostBars);
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, index) => {
    const group = steps.slice(index * size, (index + 1) * size);
    const mean = (value: (step: ChartStep) => number) => sum(group.map(value)) / group.length;
    return {
      from: group[0]?.from ?? 0,
      to: group.at(-1)?.to ?? 0,
      answered: (group[0]?.answered ?? []).map((_own, place) =>
        mean(({ answered }) => answered[place] ?? 0),
      ),
      errors: mean(({ errors }) => errors),
    };
  });
}

/**
 * Where layers should end, over time. A line has no gaps: while traffic moves it stays at what was predicted before. Nothing where
 * a chart begins without a prediction.
 */
function linesOf({ phases, places }: DrillChart): ((step: ChartStep) => number)[] {
  if (!phases[0]?.predicted) return [];
  return places.slice(0, -1).map((_, index) => ({ from }: ChartStep) => {
    const now = phases.filter((phase) => phase.predicted && phase.from <= from).at(-1);
    const rate = now && now.to > now.from ? now.requests / (now.to - now.from) : 0;
    return sum((now?.predicted ?? []).slice(0, index + 1).map(({ share }) => share)) * rate;
  });
}

function colorsOf(color: number): [string, string] {
  return placeSigns[color] ?? unknown;
}

function short(value: number): string {
  return Number.isFinite(value) ? String(+value.toFixed(1)) : '0';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
