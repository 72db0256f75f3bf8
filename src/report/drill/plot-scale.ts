import type { DrillChart } from './chart.js';

/** Pixels: the strip of phases, the picture below it, the scale of time below that. */
export const strip = 40;
export const height = 220;
export const plotHeight = strip + height + 24;

/** Along the time, in percent of the width. */
export function along({ duration }: DrillChart, time: number): string {
  const part = Math.min(1, Math.max(0, time / duration));
  return `${+(part * 100).toFixed(3)}%`;
}

/** From above, in pixels below the strip. */
export function down({ top }: DrillChart, rate: number): number {
  return height * (1 - Math.min(1, rate / top));
}
