import type { DrillResult } from '../drill/drill-result.js';
import { drillHtml } from './drill-html.js';
import { drillJunit } from './drill-junit.js';
import { drillMarkdown } from './drill-markdown.js';
import { drillMermaid } from './drill-mermaid.js';
import { drillSvg } from './drill-svg.js';
import { drillText } from './drill-text.js';
import { toJson } from './json.js';

/** Of each half of a job summary, which takes 1 MiB. */
const halfSummary = 450_000;

/** Every output format of a drill by its name. */
export const drillFormats = {
  text: drillText,
  json: (result) => `${toJson(result)}\n`,
  junit: (result) => drillJunit(result),
  markdown: (result) =>
    `${drillMarkdown(result, halfSummary)}\n${drillMermaid(result, halfSummary)}`,
  html: (result) => drillHtml(result),
  svg: (result) => drillSvg(result),
} satisfies Record<string, (result: DrillResult, color: boolean) => string>;

export type DrillFormatName = keyof typeof drillFormats;

export const drillFormatNames = Object.keys(drillFormats) as DrillFormatName[];
