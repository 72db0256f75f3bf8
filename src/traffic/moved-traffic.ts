import { percent } from '../foundation/percent.js';
import { shortHost } from '../mesh/host-name.js';
import { parseLocality } from '../mesh/locality.js';
import { pairUp } from './behaviour-change.js';
import type { Prediction } from './result.js';

/** The requests of one client to one host. */
export interface MovedTraffic {
  host: string;
  client: string;
  /** Shares by region, 0 to 1. */
  before: ReadonlyMap<string, number>;
  after: ReadonlyMap<string, number>;
}

/** Smaller shares are rounding. */
const noticeable = 0.0005;

/**
 * Where requests go before and after, and why that should not be.
 *
 * @param share What the region is to keep of its weights, 0 to 1.
 * @param was What it has of them before.
 */
export function compareEvacuated(
  before: readonly Prediction[],
  after: readonly Prediction[],
  { region, share, was }: { region: string; share: number; was: number },
): { moves: MovedTraffic[]; objections: string[] } {
  const moves: MovedTraffic[] = [];
  const objections: string[] = [];
  for (const [old, is] of pairUp(before, after)) {
    if (!old || !is) continue;
    const [from, to] = [byRegion(old), byRegion(is)];
    const { host, client } = is;
    moves.push({ host, client, before: from, after: to });
    const title = `${shortHost(host)} from ${client}`;
    const left = to.get(region) ?? 0;
    const kept = was > 0 ? share / was : 1;
    const allowed = kept * (from.get(region) ?? 0) + 0.01 * Number(share > 0);
    if ((is.errors ?? 1) > (old.errors ?? 1) + noticeable) {
      const errors = is.errors === null ? 'nobody can tell' : `${percent(is.errors)} would fail`;
      objections.push(`${title}: ${errors}; does it run in ${region} alone?`);
    } else if (share <= was && share < 1 && left > allowed + noticeable) {
      objections.push(
        `${title}: ${percent(left)} would still go to ${region}; no locality settings of a DestinationRule lead it elsewhere`,
      );
    }
  }
  return { moves, objections };
}

function byRegion({ split }: Prediction): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { locality, share } of split) {
    const { region } = parseLocality(locality);
    shares.set(region, (shares.get(region) ?? 0) + share);
  }
  return shares;
}
