import type { DrillPrediction } from '../../drill/drill-result.js';
import type { DrillPlaces } from './places.js';

/** What a place should get; `min` and `max` differ from `share` where that is not determined. */
export interface PlaceShare {
  share: number;
  min: number;
  max: number;
}

/** The prediction by place, in the order of the places. */
export function predictedShares({ split }: DrillPrediction, places: DrillPlaces): PlaceShare[] {
  const shares = places.list.map(() => ({ share: 0, min: 0, max: 0 }));
  for (const { locality, share, min = share, max = share } of split) {
    const own = shares[places.indexOf(locality)];
    if (!own) continue;
    own.share += share;
    own.min += min;
    own.max = Math.min(1, own.max + max);
  }
  return shares;
}
