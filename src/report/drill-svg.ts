import type { DrillResult, DrillScenario } from '../drill/drill-result.js';
import { shortHost } from '../mesh/host-name.js';
import { drillCharts, type DrillChart } from './drill/chart.js';
import { measures, requestsOf } from './drill/outcome.js';
import { PLOT_HEIGHT } from './drill/plot-scale.js';
import { plot } from './drill/plot.js';
import { fittingStyle, PICTURE_STYLE, STRIPES } from './drill/theme.js';
import { verdictSign } from './drill/verdict-sign.js';
import { count, drillWords, moment, outageTitle, VERDICTS } from './drill/words.js';
import { Markup, markup } from './markup.js';
import { shortenShown } from './shorten.js';

const WIDTH = 960;
const MARGIN = 28;
/** The scale of requests stands left of the picture. */
const LEFT = MARGIN + 40;
const PLOT_WIDTH = WIDTH - LEFT - MARGIN;

const HEAD = 112;
const PANEL_HEAD = 56;
const PANEL = PANEL_HEAD + PLOT_HEIGHT + 28;

/** More would be no picture. */
const MOST_PANELS = 12;

/** Pixels of what the numbers are, at the end of the legend. */
const UNIT = 140;

/** Pixels of a character, generously. */
const CHARACTER = 7.2;

/** A drill as one picture, light or dark as its reader's system: verdict, legend, a panel for each scenario and client. */
export function drillSvg(result: DrillResult): string {
  const charts = result.scenarios.flatMap((scenario) => drillCharts(result, scenario));
  const shown = charts.slice(0, MOST_PANELS);
  const left = charts.length - shown.length;
  const height = HEAD + shown.length * PANEL + (left ? 24 : 0) + 8;
  const title = `Failover drill of ${shortHost(result.host)}: ${VERDICTS[result.verdict].toLowerCase()}`;
  return `${markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">${title}</title>
<desc id="about">Requests per second by region over time. ${summary(result)}</desc>
<style>${Markup.own(PICTURE_STYLE + fittingStyle(PLOT_WIDTH))}.plot .title{font-size:20px;font-weight:650}.plot .subtitle{font-size:14px;font-weight:600}</style>
<defs>${STRIPES}</defs>
<rect class="surface" width="${WIDTH}" height="${height}" rx="10"/>
<g class="plot">
${head(result, title)}
${legend(shown)}
${shown.map((chart, index) => panel(result, chart, HEAD + index * PANEL))}
${left > 0 && markup`<text class="faint" x="${MARGIN}" y="${height - 16}">${count(left, 'picture')} more: see the HTML report</text>`}
</g>
</svg>`.toString()}\n`;
}

function head(result: DrillResult, title: string): Markup {
  const { verdict } = result;
  return markup`<g transform="translate(${MARGIN} 20)">${verdictSign(verdict, 26)}</g>
<text class="title" x="${MARGIN + 36}" y="40">${shortenShown(title, 64)}</text>
<text class="faint" x="${MARGIN + 36}" y="60">${shortenShown(summary(result), 120)}</text>`;
}

function summary(result: DrillResult): string {
  const { sent, failed } = requestsOf(result.scenarios);
  return [
    moment(result.startedAt),
    count(result.scenarios.length, 'outage'),
    count(sent, 'request'),
    `${count(failed)} failed`,
    `prediction: ${result.profile}`,
  ].join(' · ');
}

/** In one line; what does not fit has its name in the picture. */
function legend(charts: readonly DrillChart[]): Markup {
  const places = new Map(
    charts.flatMap((chart) => chart.places.map((place) => [place.name, place.color])),
  );
  let x = LEFT;
  const entry = (text: string, sign: Markup): Markup => {
    const at = x;
    x += 34 + text.length * CHARACTER;
    return x > WIDTH - MARGIN - UNIT
      ? markup``
      : markup`<g transform="translate(${at} 80)">${sign}<text x="20" y="11">${text}</text></g>`;
  };
  const box = (name: string) => markup`<rect class="${name}" width="14" height="14" rx="3"/>`;
  return markup`${entry('failed', markup`${box('failed')}<rect fill="url(#failed)" width="14" height="14" rx="3"/>`)}${entry(
    'predicted',
    markup`<line class="predicted" x1="0" x2="16" y1="7" y2="7"/>`,
  )}${[...places].map(([name, color]) => entry(shortenShown(name, 40), box(`place${String(color)}`)))}<text class="faint" x="${WIDTH - MARGIN}" y="91" text-anchor="end">requests per second</text>`;
}

function panel(result: DrillResult, chart: DrillChart, y: number): Markup {
  const { scenario, clientLocality } = chart;
  const where = `, ${drillWords.requests(clientLocality)}`;
  return markup`<g transform="translate(0 ${y})">
<text class="subtitle" x="${LEFT}" y="22">${shortenShown(outageTitle(scenario.outage) + where, 84)}</text>
<text class="faint" x="${LEFT}" y="42">${shortenShown(facts(result, scenario), 130)}</text>
<g transform="translate(${WIDTH - MARGIN - 20} 8)">${verdictSign(scenario.verdict, 20)}</g>
<svg x="${LEFT}" y="${PANEL_HEAD}" width="${PLOT_WIDTH}" height="${PLOT_HEIGHT}" overflow="visible">${plot(chart)}</svg>
</g>`;
}

function facts({ budgets }: DrillResult, scenario: DrillScenario): string {
  return measures(scenario, budgets)
    .map(
      ({ title, text, budgetText }) =>
        `${title.toLowerCase()}: ${text}${budgetText && ` (budget ${budgetText})`}`,
    )
    .join(' · ');
}
