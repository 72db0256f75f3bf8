import type { DrillVerdict } from '../../drill/drill-result.js';
import { markup, type Markup } from '../markup.js';

const signs: Record<DrillVerdict, Markup> = {
  passed: markup`<path class="mark" d="M6.5 12.5l3.7 3.7 7.3-8"/>`,
  failed: markup`<path class="mark" d="M8 8l8 8M16 8l-8 8"/>`,
  aborted: markup`<path class="mark" d="M12 6.5v7M12 16.8v.2"/>`,
};

/** A tick, a cross or an exclamation mark in a circle, so many pixels wide; words have to stand beside it. */
export function verdictSign(verdict: DrillVerdict, size: number): Markup {
  const box = markup`width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true"`;
  return markup`<svg class="sign ${verdict}" ${box}><circle cx="12" cy="12" r="11"/>${signs[verdict]}</svg>`;
}
