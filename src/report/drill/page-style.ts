import { widthStyle, pictureStyle } from './theme.js';

const light =
  '--page:#f4f6f9;--surface:#fff;--ink:#182230;--faint:#556070;--line:#d9dfe7;--good:#0b7a4b;--good-wash:#e6f5ee;--bad:#b4161f;--bad-wash:#fdecec;--stop:#8a5300;--stop-wash:#fdf3e0;--link:#1f4aa0;--track:#e3e8ee';
const dark =
  '--page:#0b0f15;--surface:#11171f;--ink:#e8edf4;--faint:#9fabba;--line:#2a3441;--good:#4cc38a;--good-wash:#10291f;--bad:#ff8b91;--bad-wash:#33161a;--stop:#f2b04c;--stop-wash:#2e2210;--link:#9dbcff;--track:#2a3441';

/** Everything that the page needs; it asks nobody for more. */
export const pageStyle = `
:root{color-scheme:light dark;${light};--font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
@media print{:root{color-scheme:light}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 var(--font);overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,dl,figure{margin:0}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.4rem);line-height:1.15;letter-spacing:-.02em}
h2{font-size:clamp(1.2rem,1.1rem + .6vw,1.5rem);line-height:1.25;letter-spacing:-.01em}
h3{font-size:1.05rem;line-height:1.35}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
svg{display:block}
.skip{position:absolute;left:1rem;top:-5rem;background:var(--surface);padding:.5rem 1rem;z-index:1}
.skip:focus{top:1rem}
.page{max-width:1180px;margin:0 auto;padding:clamp(1rem,3vw,2.5rem) clamp(.75rem,3vw,2rem) 4rem;display:grid;gap:clamp(1rem,2vw,1.75rem)}
.page>*,.page-main>*,.card>*{min-width:0}
.page-main{display:grid;gap:inherit}
.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:clamp(1rem,2.5vw,2rem);display:grid;gap:1.25rem}
.faint,.unit,caption{color:var(--faint)}
figcaption{display:grid;gap:.6rem}.unit{margin-left:auto}
.hero{border-top:6px solid var(--verdict)}
.verdict-passed{--verdict:var(--good);--wash:var(--good-wash)}
.verdict-failed{--verdict:var(--bad);--wash:var(--bad-wash)}
.verdict-aborted{--verdict:var(--stop);--wash:var(--stop-wash)}
.headline{display:flex;gap:clamp(.75rem,2vw,1.25rem);align-items:center}
.headline .sign{flex:none;width:clamp(40px,7vw,64px);height:auto}
.headline p{font-size:clamp(1rem,.95rem + .4vw,1.2rem);color:var(--faint)}
.reasons,.warnings{list-style:none;padding:0;display:grid;gap:.5rem}
.reasons li,.warnings li{background:var(--wash);border-left:4px solid var(--verdict);border-radius:0 8px 8px 0;padding:.6rem .9rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,7.3rem),1fr));gap:.75rem}
.tile{border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;display:flex;flex-direction:column;gap:.2rem}
.tile dt{color:var(--faint);font-size:.875rem}
.tile dd{margin:0;font-size:clamp(1.3rem,1.15rem + .8vw,1.6rem);font-weight:650;letter-spacing:-.02em;line-height:1.2;font-variant-numeric:tabular-nums}
.tile dd+dd{font-size:.875rem;font-weight:400;letter-spacing:0;color:var(--faint);line-height:1.4}
.meter{width:100%;height:6px;margin:.35rem 0;border-radius:3px}
.meter .track{fill:var(--track)}.meter .within{fill:var(--good)}.meter .beyond{fill:var(--bad)}
.chip{display:inline-flex;align-items:center;gap:.4rem;color:var(--verdict);background:var(--wash);border-radius:999px;padding:.2rem .7rem .2rem .35rem;font-weight:600;font-size:.9rem;white-space:nowrap}
.title{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:.5rem 1rem}
.title>div{min-width:0;flex:1 1 14rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:left;padding:0 0 .5rem;font-size:.9rem}
caption span{display:inline-block;position:sticky;left:0;max-width:min(100%,calc(100vw - 4.5rem))}
tbody th,thead th:first-child{position:sticky;left:0;background:var(--surface)}
th,td{padding:.55rem .75rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child,.text{text-align:left}
.text,.long{white-space:normal;overflow-wrap:anywhere;min-width:9rem}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
thead th{color:var(--faint);font-size:.85rem;font-weight:600;vertical-align:bottom}
tbody th{font-weight:600}tbody tr:last-child>*{border-bottom:0}
td small,th small{display:block;color:var(--faint);font-weight:400;font-size:.8rem}
.agrees{color:var(--good);font-weight:600}.differs{color:var(--bad);font-weight:600}
td .agrees+small,td .differs+small{white-space:normal;min-width:10rem}
figure{display:grid;gap:.75rem;min-width:0}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.45rem}.legend svg{flex:none}
.plot-box{margin:0 0 0 2.75rem;container-type:inline-size}
.plot-box .plot{width:100%;overflow:visible}
.client{display:grid;gap:1rem;border-top:1px solid var(--line);padding-top:1.25rem}
.client>*{min-width:0}
details{border:1px solid var(--line);border-radius:10px;padding:.6rem 1rem;min-width:0}
summary{cursor:pointer;font-weight:600}
details[open] summary{margin-bottom:.75rem}
details .scroll{max-height:26rem;overflow:auto}
details thead th{position:sticky;top:0;background:var(--surface)}details thead th:first-child{z-index:1}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.5rem}
.facts dt{color:var(--faint)}.facts dd{margin:0;min-width:0}
@media (max-width:520px){.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}.plot-box{margin-left:2.1rem}}
@media print{body{background:#fff;font-size:11pt}.page{max-width:none;padding:0;display:block}.card{border:0;border-radius:0;padding:0;margin:0 0 1.5rem;display:block}.card>*{margin-bottom:1rem}.hero{border-top:0}.skip,details{display:none}figure,tr,.tile,.reasons li{break-inside:avoid}h2,h3{break-after:avoid}svg,.reasons li,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}}
@media (forced-colors:active){.plot,.legend svg,.sign,.meter{forced-color-adjust:none;background:#fff}.card,.chip{border:1px solid}}
${pictureStyle}
${widthStyle}`;

/** Of the style, so that the page's policy lets in this one alone. A test says what it must be. */
export const pageStyleHash = 'PIXjiw38RmfQvAubvMTGvBGR6lrwbVAi74ca620QRQU=';
