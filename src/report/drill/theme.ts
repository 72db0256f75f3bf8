import { markup } from '../markup.js';
import { widths } from './plot-labels.js';

/** Colours of the picture, in one light. */
interface Theme {
  surface: string;
  ink: string;
  faint: string;
  grid: string;
  /** Failed requests: the box, its stripes, and texts about it. */
  failed: [fill: string, stripe: string, text: string];
  passed: string;
  aborted: string;
  /** Behind the phases in which traffic moves, and behind that of the outage. */
  moving: string;
  out: string;
  /** Layers: the box, its upper edge, a text on it. Light and dark ones take turns: neighbours differ without colours too. */
  places: [fill: string, edge: string, text: string][];
  /** Where it is not known who answered. */
  unknown: [fill: string, edge: string, text: string];
}

const light: Theme = {
  surface: '#ffffff',
  ink: '#182230',
  faint: '#556070',
  grid: '#dfe4ea',
  failed: ['#d3232f', '#ffffff', '#b4161f'],
  passed: '#0b7a4b',
  aborted: '#8a5300',
  moving: '#fff1d6',
  out: '#fdf7ea',
  places: [
    ['#3566c9', '#1f4aa0', '#ffffff'],
    ['#8fdccb', '#1c8672', '#0b322a'],
    ['#7c56c4', '#573599', '#ffffff'],
    ['#f2c75c', '#946c00', '#3a2a00'],
    ['#566579', '#384454', '#ffffff'],
    ['#b7de7d', '#55821a', '#21330a'],
    ['#b0438f', '#842a69', '#ffffff'],
  ],
  unknown: ['#c9d0d9', '#778395', '#182230'],
};

const dark: Theme = {
  surface: '#11171f',
  ink: '#e8edf4',
  faint: '#9fabba',
  grid: '#2a3441',
  failed: ['#f0525c', '#11171f', '#ff8b91'],
  passed: '#4cc38a',
  aborted: '#f2b04c',
  moving: '#3a2d12',
  out: '#221d12',
  places: [
    ['#386bcf', '#8db2ff', '#ffffff'],
    ['#63bcaa', '#b5efe1', '#04241d'],
    ['#845ccf', '#c0a5f7', '#ffffff'],
    ['#d9ad42', '#ffe3a1', '#2b1e00'],
    ['#5f6f85', '#b3c0d1', '#ffffff'],
    ['#98c05c', '#d8f3af', '#152404'],
    ['#b04890', '#f0a3d7', '#ffffff'],
  ],
  unknown: ['#4a5665', '#8e9bac', '#e8edf4'],
};

/** The rules of everything in the picture, for light and dark, for a box that is as wide as its container. */
export const pictureStyle = `
.plot text{font:12px/1 var(--font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif);font-variant-numeric:tabular-nums}
.plot .phase{font-weight:600}.plot .failures,.plot .band{font-weight:600}
.plot .band{paint-order:stroke;stroke-width:4;stroke-linejoin:round}
.grid,.tick,.border,.edge,.predicted,.casing{fill:none;vector-effect:non-scaling-stroke}
.grid,.tick{stroke-width:1}.edge{stroke-width:1.25}.border{stroke-width:1;stroke-dasharray:2 3}
.predicted{stroke-width:2;stroke-dasharray:7 4}.casing{stroke-width:4;opacity:.85}
.range{opacity:.25}.target,.step{fill:transparent}.step:hover{fill-opacity:.18}
.sign .mark{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.target{outline:none}.target:focus-visible{stroke-width:3}
${colors(light)}
@media screen and (prefers-color-scheme:dark){${colors(dark)}}`;

/** Which texts there is room for, in a container of its own width. */
export const widthStyle = [
  ...widths.map((width) => `.from${width}{display:none}`),
  ...widths.map((width) => `@container (min-width:${width}px){.from${width}{display:inline}}`),
  ...widths.map((width) => `@container (min-width:${width}px){.until${width}{display:none}}`),
].join('\n');

/** The same for a picture of fixed width. */
export function fittingStyle(width: number): string {
  return widths.map((one) => `.${one <= width ? 'until' : 'from'}${one}{display:none}`).join('');
}

function colors(theme: Theme): string {
  const { surface, ink, faint, grid, failed, passed, aborted, moving, out, unknown } = theme;
  const layers = [...theme.places, unknown].map(([fill, edge, text], index) => {
    const name = index === theme.places.length ? '-1' : String(index);
    return `.place${name}{fill:${fill}}.edge${name}{stroke:${edge}}.plot .on${name}{fill:${text};stroke:${fill}}`;
  });
  return [
    `.surface{fill:${surface}}.plot text,.ink{fill:${ink}}.plot .scale,.faint{fill:${faint}}`,
    `.grid,.tick{stroke:${grid}}.border{stroke:${faint}}.predicted{stroke:${ink}}.casing{stroke:${surface}}.range{fill:${ink}}`,
    `rect.failed{fill:${failed[0]}}.stripe{stroke:${failed[1]}}.plot .failures,.bad{fill:${failed[2]}}.good{fill:${passed}}`,
    `.passed circle{fill:${passed}}.failed circle{fill:${failed[2]}}.aborted circle{fill:${aborted}}.mark{stroke:${surface}}`,
    `.shade{fill:none}.shade.outage,.shade.recovery{fill:${moving}}.shade.failover{fill:${out}}`,
    `.step:hover{fill:${ink}}.target:focus-visible{stroke:${ink}}`,
    ...layers,
  ].join('');
}

/** Stripes of failed requests, once for each document. */
export const stripes = markup`<pattern id="failed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" x2="0" y1="0" y2="6" stroke-width="3"/></pattern>`;
