import type { DrillOutage, DrillPrediction } from '../../drill/drill-result.js';
import type { DrillPlaces } from './places.js';

/** Where a layer should end, in requests per second; `min` and `max` differ where that is not determined. */
export interface PredictedLine {
  at: number;
  min: number;
  max: number;
}

/**
 * The upper ends of the layers as predicted, for a rate of requests per second. The layers hold what was answered well: an
 * error that somebody answered comes from where the outage is, one that nobody answered from nowhere.
 */
export function predictedLines(
  { split, errors }: DrillPrediction,
  { locality: lost }: DrillOutage,
  places: DrillPlaces,
  rate: number,
): PredictedLine[] {
  const layers = places.list.map(() => ({ at: 0, min: 0, max: 0 }));
  let answeredBadly = errors - (1 - split.reduce((total, { share }) => total + share, 0));
  for (const { locality, share, min = share, max = share } of split) {
    const layer = layers[places.indexOf(locality)];
    if (!layer) continue;
    const bad = isWithin(locality, lost) ? Math.min(share, Math.max(0, answeredBadly)) : 0;
    answeredBadly -= bad;
    layer.at += share - bad;
    layer.min += Math.max(0, min - bad);
    layer.max += Math.max(0, max - bad);
  }
  const lines: PredictedLine[] = [];
  const sum = { at: 0, min: 0, max: 0 };
  for (const layer of layers) {
    sum.at += layer.at;
    sum.min += layer.min;
    sum.max += layer.max;
    const line = {
      at: sum.at * rate,
      min: Math.min(1, sum.min) * rate,
      max: Math.min(1, sum.max) * rate,
    };
    if (!lines.some(({ at }) => Math.abs(at - line.at) < rate / 1_000)) lines.push(line);
  }
  return lines;
}

function isWithin(locality: string, place: string): boolean {
  return locality === place || locality.startsWith(`${place}/`);
}
