import type { DrillResult } from '../drill/drill-result.js';
import { shortHost } from '../mesh/host-name.js';
import { drillHead } from './drill/page-head.js';
import { pageStyle, pageStyleHash } from './drill/page-style.js';
import { list, scenarioSection } from './drill/scenario-section.js';
import { clustersTable, manifestsTable, outagesTable } from './drill/tables.js';
import { stripes } from './drill/theme.js';
import { count, share, verdicts } from './drill/words.js';
import { Markup, markup } from './markup.js';
import { withinBytes } from './within-bytes.js';

/** A page that a browser still opens at once. */
const mostBytes = 8_000_000;

/**
 * A drill as a page that stands for itself: no script, no network, nothing but its own style may run (its policy says so).
 * Outages that have no room any more are counted.
 */
export function drillHtml(result: DrillResult, maxBytes = mostBytes): string {
  const title = `Failover drill of ${shortHost(result.host)}: ${verdicts[result.verdict].toLowerCase()}`;
  const sections = withinBytes(
    result.scenarios.map((scenario, index) => () => scenarioSection(result, scenario, index)),
    maxBytes,
    (section) => section().toString(),
  );
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${pageStyleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${Markup.own(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#outages">Skip to the outages</a>
<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>${stripes}</defs></svg>
<div class="page">
${drillHead(result)}
<main class="page-main" id="outages" tabindex="-1">
${result.scenarios.length > 1 && markup`<section class="card" aria-labelledby="overview"><h2 id="overview">The outages</h2>${outagesTable(result)}</section>`}
${Markup.own(sections.text)}
${sections.left > 0 && markup`<p class="card">${count(sections.left, 'more outage')} omitted: the page is limited in size. The JSON has them.</p>`}
</main>
${drillFoot(result)}
</div>
</body>
</html>
`.toString();
}

const attributions: Record<DrillResult['settings']['attribution'], string> = {
  header: 'a header of the answer',
  body: 'the body of the answer',
  'gateway-admin': "the gateway's own counters",
  'gateway-metrics': "the gateway's metrics",
};

function drillFoot(result: DrillResult): Markup {
  const { settings, profile, environment, publicHost, host, port, warnings } = result;
  const facts: [string, string][] = [
    ['Destination', `${host}${port === null ? '' : `:${port}`}, as ${publicHost}`],
    ['Environment', environment],
    ['Rate', `${count(settings.rate, 'request')} per second and client`],
    ['Who answered is told by', attributions[settings.attribution]],
    ['Prediction', `by the simulator, profile ${profile}`],
    [
      'Agreement',
      `within ${share(settings.tolerance)} of the requests (errors: ${share(settings.errorTolerance)}), or chance alone gives such numbers with a probability of ${settings.significance} or more`,
    ],
  ];
  return markup`<footer class="card verdict-aborted">
<h2>How it was measured</h2>
${list('warnings', warnings)}
<dl class="facts">${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${clustersTable(result)}
${manifestsTable(result)}
<p class="faint">In the pictures the layers are requests that were answered well, by the place that answered; failed requests stand on top of them, red and striped. Dashed lines are where the layers should end by the prediction, in the phases that are steady. In the phases outage and recovery traffic moves: they are held to the budgets alone. The tab key goes from phase to phase and has their numbers read out; a pointer on a picture shows those of its moment.</p>
</footer>`;
}
